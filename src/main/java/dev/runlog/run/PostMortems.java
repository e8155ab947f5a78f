package dev.runlog.run;

import dev.runlog.page.Rows.FailedRead;
import dev.runlog.page.Statement;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Examiner.Findings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Has failed runs examined: in the transaction of their end, and again ({@link ReExamination}) when more is heard of them
 * behind it. Each time the run is locked, so that who comes last has seen all that came before.
 */
@ApplicationScoped
class PostMortems {
    private static final Logger LOG = Logger.getLogger(PostMortems.class);

    private final Examiner examiner;
    private final OutputTallies tallies;
    private final ExaminationsDue due;
    private final RunRows reader;
    private final Clock clock;

    PostMortems(Examiner examiner, OutputTallies tallies, ExaminationsDue due, RunRows reader, Clock clock) {
        this.examiner = examiner;
        this.tallies = tallies;
        this.due = due;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Examines a run that is locked, if it has failed; its changes are flushed.
     *
     * @throws RuntimeException where the evidence could not be read
     */
    void examine(Connection connection, RunEntity run) throws SQLException {
        if (run.status == RunStatus.FAILED) {
            keep(run, found(connection, run));
        }
    }

    private static void keep(RunEntity run, Findings found) {
        if (!found.equals(run.findings())) {
            run.keep(found);
            RunEntity.flush();
        }
    }

    /** The same of a run that has just ended: output that is not committed yet learns of it, the rest is seen. */
    void ended(Connection connection, RunEntity run) throws SQLException {
        if (run.status == RunStatus.FAILED) {
            tallies.failed(connection, run.runId);
            examineTwice(connection, run);
        }
    }

    /** The same of a run of which it has just become known whose it is. */
    void registered(Connection connection, RunEntity run) throws SQLException {
        if (run.status == RunStatus.FAILED) {
            examineTwice(connection, run);
        }
    }

    /**
     * Now, and behind the commit: a state that is stored meanwhile is not seen now, and does not see the run. Evidence that
     * cannot be read now keeps no run from ending.
     */
    private void examineTwice(Connection connection, RunEntity run) throws SQLException {
        due.note(connection, List.of(run.runId));
        execute(connection, "savepoint unexamined");
        try {
            examine(connection, run);
        } catch (RuntimeException unread) {
            LOG.warnf("Failed run %d could not be examined (%s); it will be", run.runId, unread.getClass());
            execute(connection, "rollback to savepoint unexamined");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Evidence that no sense can be made of leaves what is known. */
    private Findings found(Connection connection, RunEntity run) throws SQLException {
        var question = new Statement(RunRows.SELECT + "where r.run_id = :run").bind("run", run.runId);
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            row.next();
            var seen = reader.read(row, clock.instant());
            return examiner.examine(run.runId, seen).behind(run.findings(), seen);
        } catch (FailedRead | Refusal unread) {
            throw unread;
        } catch (RuntimeException failure) {
            LOG.error("A failed run could not be examined", failure);
            return run.findings();
        }
    }

    /** Locks the run until the transaction ends; empty where it has been deleted. */
    Optional<RunEntity> lock(long runId) {
        return Optional.ofNullable(RunEntity.findById(runId, LockModeType.PESSIMISTIC_WRITE));
    }
}
