package dev.runlog.run;

import dev.runlog.platform.Job;
import dev.runlog.platform.Job.Lease;
import dev.runlog.platform.Jobs;
import dev.runlog.run.ExaminationsDue.Place;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Has runs examined again of which more was heard behind their end. Whoever stores it notes in the same transaction which
 * runs these are, and waits for no more than that; a thread examines them soon after, on one instance at a time. A note
 * goes in the transaction that keeps what was found, so that each is heeded whatever fails. Safe for concurrent use.
 */
@ApplicationScoped
public class ReExamination {
    private static final Logger LOG = Logger.getLogger(ReExamination.class);
    private static final int MOST_NOTES = 100;

    private final ExaminationsDue due;
    private final PostMortems postMortems;
    private final AgroalDataSource database;
    private final Job job;
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var examining = new Thread(work, "examine-runs");
        examining.setDaemon(true);
        return examining;
    });

    /** Only the thread looks at it. */
    private Place old = Place.FIRST;

    ReExamination(ExaminationsDue due, PostMortems postMortems, AgroalDataSource database, Jobs jobs) {
        this.due = due;
        this.postMortems = postMortems;
        this.database = database;
        this.job = jobs.named("examine-runs");
    }

    /** Output of these runs, which have failed, is stored in the connection's transaction; {@link #soon} once it is committed. */
    public void note(Connection connection, Collection<Long> runIds) throws SQLException {
        due.note(connection, runIds);
    }

    /** A state of the connector that was made at a time is stored: the runs that started near it are meant. */
    public void noteNear(Connection connection, int connectorId, Instant madeAt) throws SQLException {
        due.noteNear(connection, connectorId, madeAt);
    }

    /** What was noted is committed: examines it at once, on the thread. */
    public void soon() {
        if (isAsked.compareAndSet(false, true)) {
            try {
                thread.execute(this::turn);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("What is noted is examined by another instance or behind the restart", stopping);
            }
        }
    }

    /** For what was noted by an instance that has gone, or could not be examined. */
    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        soon();
    }

    private void turn() {
        isAsked.set(false);
        try {
            if (due.isAny()) {
                job.run(this::examine);
            }
        } catch (RuntimeException failure) {
            LOG.debug("Runs are examined again later", failure);
        }
    }

    /** All that is fresh, each note once, and some of what failed before there were notes. */
    private void examine(Lease lease) throws SQLException {
        while (inTransaction(due::spread) > 0) {
            if (!lease.holds()) {
                return;
            }
        }
        var notes = due.fresh(Place.FIRST, MOST_NOTES);
        while (!notes.isEmpty() && lease.holds()) {
            examine(notes);
            notes = due.fresh(notes.get(notes.size() - 1), MOST_NOTES);
        }
        var oldOnes = due.old(old, MOST_NOTES);
        examine(oldOnes);
        old = oldOnes.isEmpty() ? Place.FIRST : oldOnes.get(oldOnes.size() - 1);
    }

    private void examine(List<Place> notes) {
        for (var runId : new HashSet<>(notes.stream().map(Place::runId).toList())) {
            try {
                inTransaction(connection -> examine(connection, runId));
            } catch (RuntimeException failure) {
                LOG.warnf("A failed run could not be examined again (%s); it will be", failure.getClass());
            }
        }
    }

    private boolean examine(Connection connection, long runId) throws SQLException {
        var run = postMortems.lock(runId);
        due.done(connection, runId);
        if (run.isPresent()) {
            postMortems.examine(connection, run.get());
        }
        return run.isPresent();
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** What a crash undoes is done again: its notes come back with it. So no commit waits for the disk. */
    private <T> T inTransaction(Work<T> work) {
        Callable<T> whole = () -> {
            try (var connection = database.getConnection();
                    var haste = connection.createStatement()) {
                haste.execute("set local synchronous_commit = off");
                return work.in(connection);
            }
        };
        return QuarkusTransaction.requiringNew().call(whole);
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
