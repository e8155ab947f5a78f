package dev.runlog.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Work that is done again and again, by one instance at a time; metrics say when it was last done here, and how often it
 * failed.
 */
public final class Job {
    private static final Logger LOG = Logger.getLogger(Job.class);
    private static final double MILLIS_PER_SECOND = 1000;

    private final String name;
    private final Leases leases;
    private final Clock clock;
    private final Counter failures;
    private volatile Instant lastSuccess;

    Job(String name, Leases leases, MeterRegistry meters, Clock clock) {
        this.name = name;
        this.leases = leases;
        this.clock = clock;
        this.failures = Counter.builder("runlog.job.failures")
                .description("Runs of the job that failed on this instance")
                .tag("job", name)
                .register(meters);
        Gauge.builder("runlog.job.last.success", this, Job::lastSuccess)
                .description("When the job was last done on this instance, since 1970; none before the first time")
                .baseUnit("seconds")
                .tag("job", name)
                .strongReference(true)
                .register(meters);
    }

    /** What the job does, in steps that each take a few seconds at most. */
    @FunctionalInterface
    public interface Work {
        void run(Lease lease) throws SQLException;
    }

    /** Asked between the steps. */
    @FunctionalInterface
    public interface Lease {
        /** Whether the work may go on; renews the lease. */
        boolean holds() throws SQLException;
    }

    /** Does the work unless another instance is at it. What fails is logged and counted, and the next run tries again. */
    public void run(Work work) {
        try {
            if (leases.take(name)) {
                runLeased(work);
            }
        } catch (SQLException failure) {
            failures.increment();
            LOG.warnf("The job %s failed (SQLSTATE %s); its next run tries again", name, failure.getSQLState());
        } catch (RuntimeException failure) {
            failures.increment();
            LOG.errorf(failure, "The job %s failed; its next run tries again", name);
        }
    }

    private void runLeased(Work work) throws SQLException {
        try {
            work.run(() -> leases.take(name));
            lastSuccess = clock.instant();
        } finally {
            leases.release(name);
        }
    }

    private double lastSuccess() {
        return lastSuccess == null ? Double.NaN : lastSuccess.toEpochMilli() / MILLIS_PER_SECOND;
    }
}
