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
import java.util.LinkedHashSet;
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

    /** What a crash undoes is done again, so no commit waits for the disk; nor is a run that is held waited for long. */
    private static final String SETTINGS = "set local synchronous_commit = off; set local lock_timeout = '100ms'";

    private final ExaminationsDue due;
    private final ExaminationsNear near;
    private final ExaminationBacklog backlog;
    private final PostMortems postMortems;
    private final AgroalDataSource database;
    private final Job job;
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var examining = new Thread(work, "examine-runs");
        examining.setDaemon(true);
        return examining;
    });

    /** Only the thread looks at them. */
    private final Retries retries = new Retries(System::nanoTime);

    ReExamination(
            ExaminationsDue due,
            ExaminationsNear near,
            ExaminationBacklog backlog,
            PostMortems postMortems,
            AgroalDataSource database,
            Jobs jobs) {
        this.due = due;
        this.near = near;
        this.backlog = backlog;
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
        near.note(connection, connectorId, madeAt);
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

    /**
     * What was noted before it began, with some of the states between: however fast more is noted, each has its turn. Behind
     * that come some of the runs that failed before there were notes.
     */
    private void examine(Lease lease) throws SQLException {
        spread();
        var last = due.last();
        var notes = due.between(Place.FIRST, last, MOST_NOTES);
        while (!notes.isEmpty()) {
            if (!examine(notes, lease)) {
                return;
            }
            spread();
            notes = due.between(notes.get(notes.size() - 1), last, MOST_NOTES);
        }
        inTransaction(connection -> {
            backlog.noteSome(connection);
            return null;
        });
    }

    private void spread() {
        if (inTransaction(near::spread)) {
            soon();
        }
    }

    /** Whether to go on. What fails may have taken its time, so that the lease is asked for behind it too. */
    private boolean examine(List<Place> notes, Lease lease) throws SQLException {
        var runIds = new LinkedHashSet<>(notes.stream().map(Place::runId).toList());
        for (var runId : runIds) {
            if (retries.mayTry(runId) && !isExamined(runId) && !lease.holds()) {
                return false;
            }
        }
        return lease.holds();
    }

    private boolean isExamined(long runId) {
        try {
            inTransaction(connection -> examine(connection, runId));
            retries.succeeded(runId);
            return true;
        } catch (RuntimeException failure) {
            if (retries.failed(runId)) {
                LOG.warnf("Failed run %d could not be examined again (%s); it will be", runId, failure.getClass());
            }
            return false;
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

    private <T> T inTransaction(Work<T> work) {
        Callable<T> whole = () -> {
            try (var connection = database.getConnection();
                    var settings = connection.createStatement()) {
                settings.execute(SETTINGS);
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
