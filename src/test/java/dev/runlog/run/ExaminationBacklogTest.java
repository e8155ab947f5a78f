package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of two portions and a half of runs, in a transaction of their own, most of which failed long ago. */
@QuarkusTest
class ExaminationBacklogTest {
    private static final String RUNS = """
            insert into run (run_id, process_id, status, exit_code, first_at, started_at, started_given, started_since,
                             deadline_at, deadline_given, finished_at, finished_since)
            select 1000 + i, gen_random_uuid(), case when i % 10 = 3 then 'succeeded' else 'failed' end, 1, at, at, false,
                   at, at, false, at, at
            from (select i, timestamptz '1999-01-01' + i / 3 * interval '1 second' as at
                  from generate_series(0, 249) as i) as made
            """;

    @Inject
    AgroalDataSource database;

    @Inject
    ExaminationBacklog backlog;

    private Connection connection;

    @BeforeEach
    void make() throws SQLException {
        connection = database.getConnection();
        connection.setAutoCommit(false);
        execute("delete from examination_backlog");
        execute(RUNS);
    }

    @AfterEach
    void undo() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void begin(String at) throws SQLException {
        execute("insert into examination_backlog (backlog_id, started_at, last_run) values (1, '" + at + "', 0)");
    }

    private List<Long> noted() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select run_id - 1000 from examination_due where run_id between 1000 and 1249
                        order by note_id, run_id
                        """)) {
            var noted = new ArrayList<Long>();
            while (row.next()) {
                noted.add(row.getLong(1));
            }
            return noted;
        }
    }

    private boolean isThere() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select from examination_backlog")) {
            return row.next();
        }
    }

    @Test
    void each_portion_goes_on_behind_the_one_before_until_none_is_left() throws SQLException {
        begin("2000-01-01");
        var sizes = new ArrayList<Integer>();
        while (isThere()) {
            backlog.noteSome(connection);
            sizes.add(noted().size());
        }

        assertThat(sizes).containsExactly(100, 200, 225, 225);
        assertThat(noted()).doesNotHaveDuplicates().noneMatch(run -> run % 10 == 3);
        assertThat(noted().subList(0, 100)).allMatch(run -> run > 249 - 112);
    }

    @Test
    void it_begins_with_all_there_are() throws SQLException {
        begin("infinity");

        backlog.noteSome(connection);

        assertThat(isThere()).isTrue();
    }

    @Test
    void where_none_is_left_none_is_noted() throws SQLException {
        backlog.noteSome(connection);

        assertThat(noted()).isEmpty();
    }
}
