package dev.runlog.log;

import dev.runlog.platform.Job;
import dev.runlog.platform.Job.Lease;
import dev.runlog.platform.Jobs;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/** Deletes the titles and places of error groups of which nothing is counted any more. */
@Startup
@ApplicationScoped
class GroupSweep {
    private static final int BATCH = 500;
    private static final String DELETE = """
            with looked_at as (
                select fingerprint from error_group where fingerprint > ? order by fingerprint limit ?),
            gone as (
                delete from error_group as known
                using looked_at
                where known.fingerprint = looked_at.fingerprint
                    and not exists (select from error_hour as hour where hour.fingerprint = looked_at.fingerprint)
                    and not exists (select from run_error as error where error.fingerprint = looked_at.fingerprint)
                returning known.fingerprint),
            places as (
                delete from error_place where fingerprint in (select fingerprint from gone))
            select count(*), max(fingerprint) from looked_at
            """;

    private final AgroalDataSource database;
    private final Job job;

    GroupSweep(AgroalDataSource database, Jobs jobs) {
        this.database = database;
        this.job = jobs.named("sweep-error-groups");
    }

    @Scheduled(every = "1h", delayed = "7m", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        job.run(this::sweep);
    }

    private record Batch(int lookedAt, long last) {}

    /** Batch by batch, each committed on its own. */
    private void sweep(Lease lease) throws SQLException {
        var batch = new Batch(BATCH, Long.MIN_VALUE);
        while (batch.lookedAt == BATCH && lease.holds()) {
            batch = sweep(batch.last);
        }
    }

    /** While nobody folds: a fold that knows the group makes it no more. */
    private Batch sweep(long behind) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var batch = sweep(connection, behind);
                connection.commit();
                return batch;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static Batch sweep(Connection connection, long behind) throws SQLException {
        try (var lock = connection.createStatement();
                var delete = connection.prepareStatement(DELETE)) {
            lock.execute(Rollup.LOCK);
            delete.setLong(1, behind);
            delete.setInt(2, BATCH);
            try (var row = delete.executeQuery()) {
                row.next();
                return new Batch(row.getInt(1), row.getLong(2));
            }
        }
    }
}
