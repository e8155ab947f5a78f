package dev.runlog.platform;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes jobs, each of which runs on one instance at a time. */
@Singleton
public class Jobs {
    private final Leases leases;
    private final MeterRegistry meters;
    private final Clock clock;

    Jobs(Leases leases, MeterRegistry meters, Clock clock) {
        this.leases = leases;
        this.meters = meters;
        this.clock = clock;
    }

    /** @param name of the lease and in the metrics; its own for each job */
    public Job named(String name) {
        return new Job(name, leases, meters, clock);
    }
}
