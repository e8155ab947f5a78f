package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.Statement;
import dev.runlog.run.ExaminationBacklog.Start;
import dev.runlog.testing.MillionEntries;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is to be examined is found by reading about what is found, whatever the database takes the runs to be. */
@QuarkusTest
class ExaminationPlanTest {
    /** How much of the runs is looked at to guess by; the less, the wilder the guess. */
    private static final int[] SAMPLES = {1, 1, 1, 2, 5, 100};

    @Inject
    AgroalDataSource writes;

    private Connection connection;

    @BeforeEach
    void begin() throws SQLException {
        MillionEntries.make(writes);
        connection = writes.getConnection();
        connection.setAutoCommit(false);
        execute("set local search_path = million, public");
        IndexOrder.keep(connection);
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

    private void finds(Statement question, long rows, long mostPages) throws SQLException {
        for (int sample : SAMPLES) {
            execute("set local default_statistics_target = " + sample);
            execute("analyze run");
            var plan = MillionEntries.plan(connection, question);

            assertThat(plan.rows()).isEqualTo(rows);
            assertThat(plan.pages()).as(plan.text()).isLessThan(mostPages);
        }
    }

    @ParameterizedTest(name = "near {1}, of connector {0}: {2}")
    @CsvSource({
        "1, 2026-11-05T00:00:00Z, 40", // every tenth of its runs has failed
        "2, 2026-11-05T00:00:00Z, 0", // none of its runs has
        "7, 2026-11-05T00:00:00Z, 0",
        "1, 2027-01-01T00:00:00Z, 20",
        "50, 2026-11-01T00:00:00Z, 0",
        "99, 2026-11-05T00:00:00Z, 0"
    })
    void the_failed_runs_near_a_state(int connectorId, Instant at, long expected) throws SQLException {
        finds(ExaminationsNear.startedNear(connectorId, at), expected, 60);
    }

    @Test
    void the_failed_runs_of_a_connector_that_has_come_since() throws SQLException {
        execute("create schema since");
        execute("create table since.run (like public.run including all)");
        execute("set local search_path = since, public");
        execute("insert into run select * from million.run where run_id <= 1000");
        execute("analyze run");
        execute("""
                insert into run (run_id, process_id, connector_id, status, exit_code, first_at, started_at, started_given,
                                 started_since, deadline_at, deadline_given, finished_at, finished_since)
                select run_id + 1000000, process_id, 51, 'failed', 1, first_at, started_at, started_given,
                       started_since, deadline_at, deadline_given, started_at, started_at
                from million.run
                where run_id % 10 = 7
                """);

        var plan = MillionEntries.plan(
                connection, ExaminationsNear.startedNear(51, Instant.parse("2026-11-05T00:00:00Z")));

        assertThat(plan.rows()).isEqualTo(40);
        assertThat(plan.pages()).as(plan.text()).isLessThan(60);
    }

    @ParameterizedTest(name = "before {0}: {1}")
    @CsvSource({
        "+999999999-12-31T23:59:59.999999999-18:00, 100", // the driver's infinity
        "2026-11-05T00:00:00Z, 100",
        "2026-11-01T00:10:00Z, 5",
        "2026-01-01T00:00:00Z, 0"
    })
    void the_runs_that_failed_before_a_time(OffsetDateTime at, long expected) throws SQLException {
        finds(ExaminationBacklog.failedBefore(new Start(at, 0), 100), expected, 140);
    }

    @Test
    void the_first_of_very_many_states() throws SQLException {
        execute("create table million.examination_near (like public.examination_near including all)");
        execute("""
                insert into million.examination_near (connector_id, note_id, made_at)
                select n % 50, n * 7919 % 100003, now() from generate_series(1, 100000) as n
                """);

        var plan = MillionEntries.plan(connection, ExaminationsNear.taking());

        assertThat(plan.rows()).isEqualTo(20);
        assertThat(plan.pages()).as(plan.text()).isLessThan(200);
    }
}
