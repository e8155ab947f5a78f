package dev.runlog.ingest;

import dev.runlog.platform.Job;
import dev.runlog.platform.Job.Lease;
import dev.runlog.platform.Jobs;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Deletes the keys of state writes and of OTLP once they are of no use any more; those of runs go with their partitions. */
@Startup
@ApplicationScoped
class StateKeySweep {
    private static final Duration KEPT = Duration.ofHours(48);
    private static final int BATCH = 1_000;

    private final AgroalDataSource database;
    private final Clock clock;
    private final Job job;

    StateKeySweep(AgroalDataSource database, Clock clock, Jobs jobs) {
        this.database = database;
        this.clock = clock;
        this.job = jobs.named("sweep-state-keys");
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        job.run(this::sweep);
    }

    /** Batch by batch, each committed on its own, so that no write waits long. */
    private void sweep(Lease lease) throws SQLException {
        var before = clock.instant().minus(KEPT);
        int deleted = BATCH;
        while (deleted == BATCH && lease.holds()) {
            deleted = deleteBatch(before);
        }
    }

    private int deleteBatch(Instant before) throws SQLException {
        var deleting = """
                delete from state_idempotency_key
                where (state_id, key_hash) in (
                    select state_id, key_hash
                    from state_idempotency_key
                    where created_at < ?
                    order by created_at
                    limit ?)
                """;
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(deleting)) {
            delete.setObject(1, before.atOffset(ZoneOffset.UTC));
            delete.setInt(2, BATCH);
            return delete.executeUpdate();
        }
    }
}
