package dev.runlog.platform;

import dev.runlog.platform.Job.Lease;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Drops the partitions of days that are past their retention. */
@Startup
@ApplicationScoped
class PartitionsBehind {
    private static final Logger LOG = Logger.getLogger(PartitionsBehind.class);
    private static final String LOCKED = "55P03";
    private static final int MOST_TRIES = 5;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final OldPartitions partitions;
    private final Retention retention;
    private final Job job;
    private final Counter dropped;

    PartitionsBehind(OldPartitions partitions, Retention retention, Jobs jobs, MeterRegistry meters) {
        this.partitions = partitions;
        this.retention = retention;
        this.job = jobs.named("drop-partitions");
        this.dropped = Counter.builder("runlog.retention.partitions.dropped")
                .description("Partitions dropped by this instance")
                .register(meters);
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void drop() {
        job.run(this::drop);
        retention.look();
    }

    /** A partition that fails does not keep the others, but the run counts as failed. */
    private void drop(Lease lease) throws SQLException {
        SQLException failed = null;
        for (var partition : partitions.before(retention.firstDayKept())) {
            if (!lease.holds()) {
                return;
            }
            try {
                partitions.dropCounts(partition.day());
                if (partition.attached()) {
                    patiently(() -> partitions.detach(partition));
                }
                patiently(() -> partitions.drop(partition));
                dropped.increment();
                LOG.infof("%s is past its retention and was dropped", partition.name());
            } catch (SQLException failure) {
                failed = failure;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private interface Step {
        void take() throws SQLException;
    }

    /** Whoever holds the table is let go on, and asked again a little later. */
    private static void patiently(Step step) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                step.take();
                return;
            } catch (SQLException failure) {
                if (tries == MOST_TRIES || !LOCKED.equals(failure.getSQLState())) {
                    throw failure;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }
}
