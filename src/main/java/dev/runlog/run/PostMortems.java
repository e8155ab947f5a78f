package dev.runlog.run;

import dev.runlog.page.Statement;
import dev.runlog.run.Examiner.Findings;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Has failed runs examined: in the transaction of their end, and again when more is heard of them behind it. Each time
 * the run is locked, so that who comes last has seen all that came before.
 */
@ApplicationScoped
public class PostMortems {
    private static final Logger LOG = Logger.getLogger(PostMortems.class);
    /** On either side of a state in time. */
    private static final int MOST_NEAR = 20;

    private final Examiner examiner;
    private final OutputTallies tallies;
    private final RunRows reader;
    private final AgroalDataSource database;
    private final Clock clock;

    PostMortems(Examiner examiner, OutputTallies tallies, RunRows reader, AgroalDataSource database, Clock clock) {
        this.examiner = examiner;
        this.tallies = tallies;
        this.reader = reader;
        this.database = database;
        this.clock = clock;
    }

    /** Examines a run that is locked, if it has failed; its changes are flushed. */
    void examine(Connection connection, RunEntity run) throws SQLException {
        if (run.status != RunStatus.FAILED) {
            return;
        }
        var known = new Findings(run.lastWords, run.deploymentDoubt);
        var found = found(connection, run.runId, known);
        if (!found.equals(known)) {
            run.lastWords = found.lastWords();
            run.deploymentDoubt = found.deploymentDoubt();
            RunEntity.flush();
        }
    }

    /** The same of a run that has just ended: output that is not committed yet learns of it, the rest is seen. */
    void ended(Connection connection, RunEntity run) throws SQLException {
        if (run.status == RunStatus.FAILED) {
            tallies.failed(connection, run.runId);
            examine(connection, run);
        }
    }

    /** What cannot be made sense of must not keep a run from ending. */
    private Findings found(Connection connection, long runId, Findings known) throws SQLException {
        var question = new Statement(RunRows.SELECT + "where r.run_id = :run").bind("run", runId);
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            row.next();
            var run = reader.read(row, clock.instant());
            var found = examiner.examine(runId, run);
            return run.logsExpired() ? new Findings(known.lastWords(), found.deploymentDoubt()) : found;
        } catch (RuntimeException failure) {
            LOG.error("A failed run could not be examined", failure);
            return known;
        }
    }

    /** Output of these runs is committed: those that have failed are examined again. */
    public void examineAgain(Collection<Long> runIds) {
        for (var runId : runIds) {
            try {
                QuarkusTransaction.requiringNew().call(() -> examineAgain(runId));
            } catch (RuntimeException failure) {
                LOG.warnf("A failed run could not be examined again (%s)", failure.getClass());
            }
        }
    }

    private boolean examineAgain(long runId) throws SQLException {
        try (var connection = database.getConnection()) {
            var run = RunEntity.<RunEntity>findById(runId, LockModeType.PESSIMISTIC_WRITE);
            if (run != null) {
                examine(connection, run);
            }
            return run != null;
        }
    }

    /** A state of the connector that was made at a time is committed: the runs that started near it are examined again. */
    public void examineNear(int connectorId, Instant madeAt) throws SQLException {
        examineAgain(near(connectorId, madeAt));
    }

    /** Runs that are ending are among them: their end waits for nobody, but whoever locks them waits for their end. */
    private List<Long> near(int connectorId, Instant madeAt) throws SQLException {
        var found = new ArrayList<Long>();
        try (var connection = database.getConnection();
                var statement = startedNear(connectorId, madeAt).prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        return found;
    }

    static Statement startedNear(int connectorId, Instant at) {
        var arms = new ArrayList<String>();
        for (var status : List.of("failed", "running")) {
            arms.add(arm(status, ">=", "asc"));
            arms.add(arm(status, "<", "desc"));
        }
        return new Statement(String.join("union all\n", arms))
                .bind("connector", connectorId)
                .bind("at", at)
                .write("most", MOST_NEAR);
    }

    private static String arm(String status, String side, String order) {
        return """
                (select run_id
                 from run
                 where connector_id = :connector and status = '%1$s' and started_at %2$s :at
                 order by started_at %3$s, run_id %3$s
                 limit :most)
                """.formatted(status, side, order);
    }
}
