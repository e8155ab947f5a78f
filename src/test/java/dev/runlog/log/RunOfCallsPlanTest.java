package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.Cursor;
import dev.runlog.page.Statement;
import dev.runlog.run.Connectors;
import dev.runlog.testing.MillionEntries;
import dev.runlog.testing.MillionEntries.Plan;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run, in a schema of its own, of which two hundred thousand calls failed before its application said anything. */
@QuarkusTest
class RunOfCallsPlanTest {
    private static final String SCHEMA = "calls";
    private static final int CALLS = 200_000;
    private static final long RUN = 7;

    /** A few hundred entries of an index are on a page of it; the calls themselves have fifteen thousand. */
    private static final int PAGES_OF_A_STEP = 250;

    private static final String[] MADE = {
        "drop schema if exists calls cascade",
        "create schema calls",
        "set local search_path = calls, public",
        "create table run (like public.run including all)",
        "create table log_entry (like public.log_entry including all) partition by range (run_id)",
        "create table log_entry_all partition of log_entry for values from (0) to (100)",
        """
        insert into run (run_id, process_id, status, first_at, started_at, started_given, started_since, deadline_at,
                         deadline_given)
        values (7, gen_random_uuid(), 'running', now(), now(), false, now(), now(), false)
        """,
        """
        insert into log_entry (run_id, seq, connector_id, logged_at, received_at, level, source, cut, fingerprint,
                               message, method, request_uri, response_code)
        select 7, i, 1, now(), now(), case when i <= 200000 then 3 else 6 end, (i <= 200000)::integer, 0,
               case when i <= 200000 then 1 + i % 7 end, 'GET /files/input/full?page=' || i || ' answered 404',
               case when i <= 200000 then 'GET' end, case when i <= 200000 then '/files' end,
               case when i <= 200000 then 404 end
        from generate_series(1, 200010) as i
        """
    };

    @Inject
    AgroalDataSource writes;

    @Inject
    @DataSource("query")
    AgroalDataSource queries;

    @Inject
    Connectors connectors;

    @BeforeEach
    void make() throws SQLException {
        try (var connection = writes.getConnection();
                var statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 120_000);
            connection.setAutoCommit(false);
            statement.execute("set local statement_timeout = 0");
            for (var step : MADE) {
                statement.execute(step);
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("set statement_timeout = 0");
            statement.execute("vacuum analyze calls.log_entry");
            statement.execute("reset statement_timeout");
        }
    }

    @AfterEach
    void drop() throws SQLException {
        try (var connection = writes.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop schema calls cascade");
        }
    }

    private Plan plan(Statement question) throws SQLException {
        return MillionEntries.plan(queries, SCHEMA, question);
    }

    private Plan amongNext(int seq) throws SQLException {
        var behind = new Cursor(Instant.EPOCH, List.of((long) seq));
        var list = new LogList(connectors, RunEntries.amongNext(RUN, seq), "seq");
        return plan(list.shortRows(Optional.of(behind), 250, 5_000));
    }

    @Test
    void each_step_to_the_next_word_of_the_application_reads_a_bounded_part() throws SQLException {
        for (int seq = 0; seq < CALLS; seq += CALLS / 10) {
            var nothing = amongNext(seq);
            assertThat(nothing.rows()).isZero();
            assertThat(nothing.pages()).as(nothing.text()).isLessThan(PAGES_OF_A_STEP);

            var calls = plan(RunEntries.callsFrom(RUN, seq));
            assertThat(calls.pages()).as(calls.text()).isLessThan(PAGES_OF_A_STEP);
        }
        assertThat(amongNext(CALLS).rows()).isEqualTo(10);
    }
}
