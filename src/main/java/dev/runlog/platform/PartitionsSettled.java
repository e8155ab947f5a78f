package dev.runlog.platform;

import dev.runlog.platform.Job.Lease;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import org.jboss.logging.Logger;

/**
 * Builds the indexes of days that are over anew, once. Entries of many runs and connectors come in turns, which leaves the
 * pages of an index that begins with these half empty.
 */
@Startup
@ApplicationScoped
class PartitionsSettled {
    private static final Logger LOG = Logger.getLogger(PartitionsSettled.class);
    /** Behind the end of a day; by then nearly all of its runs have ended. */
    private static final Duration SETTLED = Duration.ofHours(12);
    /** The next hour goes on with what is left. */
    private static final Duration MOST_TIME = Duration.ofMinutes(10);

    private final PartitionIndexes indexes;
    private final Job job;
    private final Clock clock;

    PartitionsSettled(PartitionIndexes indexes, Jobs jobs, Clock clock) {
        this.indexes = indexes;
        this.job = jobs.named("rebuild-indexes");
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "20m", concurrentExecution = ConcurrentExecution.SKIP)
    void rebuild() {
        job.run(this::rebuild);
    }

    /**
     * In no order, and past one that fails, so that none keeps the others; but then the run counts as failed. What is left
     * half built goes last.
     */
    private void rebuild(Lease lease) throws SQLException {
        var begun = clock.instant();
        var left = indexes.notRebuiltBefore(LocalDate.ofInstant(begun.minus(SETTLED), ZoneOffset.UTC));
        Collections.shuffle(left);
        SQLException failed = null;
        for (var index : left) {
            if (!lease.holds() || clock.instant().isAfter(begun.plus(MOST_TIME))) {
                break;
            }
            try {
                indexes.rebuild(index);
                LOG.debugf("The index %s was built anew", index);
            } catch (SQLException failure) {
                LOG.warnf("The index %s was not built anew (SQLSTATE %s)", index, failure.getSQLState());
                failed = failure;
            }
        }
        if (lease.holds()) {
            indexes.dropHalfBuilt();
        }
        if (failed != null) {
            throw failed;
        }
    }
}
