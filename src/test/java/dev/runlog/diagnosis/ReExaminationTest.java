package dev.runlog.diagnosis;

import static dev.runlog.diagnosis.KeptFailureTest.NOT_IN_PLACE;
import static dev.runlog.diagnosis.KeptFailureTest.SAYS;
import static dev.runlog.diagnosis.KeptFailureTest.TRACE;
import static dev.runlog.diagnosis.KeptFailureTest.isKept;
import static dev.runlog.diagnosis.KeptFailureTest.listed;
import static dev.runlog.diagnosis.KeptFailureTest.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.run.ReExamination;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.OwnSession;
import dev.runlog.testing.Waiting;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** What is heard of a failed run behind its end is noted with it, and examined behind the answer. */
@QuarkusTest
class ReExaminationTest {
    @Inject
    AgroalDataSource database;

    @Inject
    OwnSession session;

    @Inject
    ReExamination examination;

    @Test
    void lists_follow_what_is_heard_behind_the_end() throws InterruptedException {
        var run = Given.aRun().logs(1).ends(1);
        assertThat(listed(run)).isEqualTo("no-evidence");

        state(run, "build_connector", "failed");
        assertThat(Waiting.until(() -> listed(run).equals("deployment-not-ready")))
                .isTrue();

        run.writes("stderr", TRACE);
        assertThat(Waiting.until(() -> listed(run).equals("application-error"))).isTrue();
    }

    @Test
    void while_nobody_examines_only_lists_lag_behind_and_nothing_is_forgotten() throws Exception {
        var written = Given.aRun().logs(1).ends(1);
        var deployed = Given.aRun().logs(1).ends(1);
        examinerIs("another");
        try {
            written.writes("stderr", TRACE);
            state(deployed, "build_connector", "failed");

            isKept(written, "application-error", "Exit code 1" + SAYS);
            isKept(deployed, "deployment-not-ready", NOT_IN_PLACE);
            assertThat(listed(written)).isEqualTo("no-evidence");
            assertThat(listed(deployed)).isEqualTo("no-evidence");
        } finally {
            examinerIs(null);
        }

        assertThat(Waiting.until(() -> listed(written).equals("application-error")
                        && listed(deployed).equals("deployment-not-ready")))
                .isTrue();
    }

    @Test
    void a_run_that_cannot_be_examined_yet_holds_up_no_other_and_no_writer() throws Exception {
        var held = Given.aRun().logs(1).ends(1);
        var other = Given.aRun().logs(1).ends(1);
        try (var lock =
                session.transaction("select from run where process_id = '" + held.processId() + "' for update")) {
            held.writes("stderr", TRACE);
            other.writes("stderr", TRACE);
            state(held, "build_connector", "failed");

            assertThat(Waiting.until(() -> listed(other).equals("application-error")))
                    .isTrue();
            assertThat(listed(held)).isEqualTo("no-evidence");
            lock.rollback();
        }

        assertThat(Waiting.until(() -> listed(held).equals("application-error")))
                .isTrue();
    }

    @Test
    void what_failed_before_any_of_this_was_kept_is_examined_too() throws Exception {
        var run = Given.aRun().logs(1);
        run.writes("stderr", TRACE).ends(1);
        examinerIs("another");
        try {
            execute("delete from examination_due");
            execute("update run set last_words = null where process_id = '" + run.processId() + "'");
            execute("insert into examination_backlog (backlog_id, started_at, last_run) values (1, 'infinity', 0)");

            isKept(run, "application-error", "Exit code 1" + SAYS);
            assertThat(listed(run)).isEqualTo("no-evidence");
        } finally {
            examinerIs(null);
        }

        assertThat(Waiting.until(() -> listed(run).equals("application-error"))).isTrue();
        assertThat(Waiting.until(() -> rows("examination_backlog") == 0)).isTrue();
    }

    @Test
    void however_fast_more_is_noted_states_and_what_failed_before_have_their_turn() throws Exception {
        var noisy = new ArrayList<Long>();
        for (int i = 0; i < 40; i++) {
            noisy.add(runId(Given.aRun().logs(1).ends(1)));
        }
        var deployed = Given.aRun().logs(1).ends(1);
        var over = new AtomicBoolean();
        var noting = new Thread(() -> noteUntil(over, noisy));
        noting.start();
        try {
            assertThat(Waiting.until(() -> rows("examination_due") > noisy.size()))
                    .isTrue();
            execute("""
                    insert into examination_backlog (backlog_id, started_at, last_run) values (1, '1970-01-01', 0)
                    on conflict do nothing
                    """);
            state(deployed, "build_connector", "failed");

            assertThat(Waiting.until(() -> listed(deployed).equals("deployment-not-ready")))
                    .isTrue();
            assertThat(Waiting.until(() -> rows("examination_backlog") == 0)).isTrue();
        } finally {
            over.set(true);
            noting.join();
        }
    }

    private static Handler listener(List<String> told) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                told.add(new PatternFormatter("%s").format(ExtLogRecord.wrap(record)));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /** Faster than they are examined. */
    private void noteUntil(AtomicBoolean over, List<Long> runIds) {
        try (var connection = database.getConnection()) {
            while (!over.get()) {
                examination.note(connection, runIds);
                examination.soon();
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void a_run_that_cannot_be_examined_for_long_is_told_of_once() throws Exception {
        var held = Given.aRun().logs(1).ends(1);
        assertThat(Waiting.until(() -> notes(held) == 0)).isTrue();
        var told = new CopyOnWriteArrayList<String>();
        var listener = listener(told);
        Logger.getLogger("dev.runlog").addHandler(listener);
        try (var lock =
                session.transaction("select from run where process_id = '" + held.processId() + "' for update")) {
            held.writes("stderr", TRACE);

            assertThat(Waiting.until(() -> told.size() == 1)).isTrue();
            Thread.sleep(5_000);
            lock.rollback();
        } finally {
            Logger.getLogger("dev.runlog").removeHandler(listener);
        }

        assertThat(told).hasSize(1).allMatch(line -> line.contains("Failed run " + runId(held)));
        assertThat(Waiting.until(() -> listed(held).equals("application-error")))
                .isTrue();
    }

    @Test
    void evidence_that_cannot_be_read_keeps_no_run_from_ending() throws Exception {
        var run = Given.aRun().logs(1);
        state(run, "build_connector", "failed");
        try (var lock = session.transaction("lock table state in access exclusive mode")) {
            run.ends(1);

            assertThat(listed(run)).isEqualTo("no-evidence");
            lock.rollback();
        }

        assertThat(Waiting.until(() -> listed(run).equals("deployment-not-ready")))
                .isTrue();
    }

    @Test
    void what_is_written_to_a_run_that_goes_on_is_not_noted() throws Exception {
        var run = Given.aRun().logs(1);
        examinerIs("another");
        try {
            run.writes("stderr", TRACE).says("error", "Feed rejected");
            assertThat(notes(run)).isZero();

            run.ends(1).says("error", "Feed rejected");
            assertThat(notes(run)).isEqualTo(1);
            run.writes("stderr", TRACE);
            assertThat(notes(run)).isEqualTo(2);
        } finally {
            examinerIs(null);
        }
        assertThat(Waiting.until(() -> notes(run) == 0)).isTrue();
    }

    /** @param holder of the lease, so that the service's own thread does not examine; null gives it back */
    private void examinerIs(String holder) throws SQLException {
        execute(holder == null ? "delete from lease where name = 'examine-runs'" : """
                        insert into lease (name, holder, until)
                        values ('examine-runs', '%s', now() + interval '1 hour')
                        on conflict (name) do update
                        set holder = excluded.holder, until = excluded.until
                        """.formatted(holder));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int notes(GivenRun run) {
        return (int) number("select count(*) from examination_due join run_key using (run_id) where process_id = '"
                + run.processId() + "'");
    }

    private long runId(GivenRun run) {
        return number("select run_id from run_key where process_id = '" + run.processId() + "'");
    }

    private long rows(String table) {
        return number("select count(*) from " + table);
    }

    private long number(String question) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
