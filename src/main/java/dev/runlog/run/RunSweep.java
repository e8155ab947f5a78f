package dev.runlog.run;

import dev.runlog.page.Statement;
import dev.runlog.platform.Job;
import dev.runlog.platform.Job.Lease;
import dev.runlog.platform.Jobs;
import dev.runlog.platform.Retention;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Deletes runs that are past their retention, with their keys and tallies. What a connector's last run and last success
 * were stays known.
 */
@Startup
@ApplicationScoped
class RunSweep {
    private static final int BATCH = 500;

    /** In the order in which writes lock them. */
    private static final List<String> DELETIONS = List.of(
            "delete from run where run_id between :first and :last",
            "delete from run_tally where run_id between :first and :last",
            "delete from run_key where process_id = any(:processes) and run_id between :first and :last");

    private final AgroalDataSource database;
    private final Retention retention;
    private final Job job;
    private final Counter deleted;

    RunSweep(AgroalDataSource database, Retention retention, Jobs jobs, MeterRegistry meters) {
        this.database = database;
        this.retention = retention;
        this.job = jobs.named("delete-runs");
        this.deleted = Counter.builder("runlog.retention.runs.deleted")
                .description("Runs deleted by this instance")
                .register(meters);
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        job.run(this::sweep);
    }

    /** Batch by batch, each committed on its own, so that no write waits long. */
    private void sweep(Lease lease) throws SQLException {
        var before = retention.firstRunKept();
        int count = BATCH;
        while (count == BATCH && lease.holds()) {
            count = deleteBatch(before);
            deleted.increment(count);
        }
    }

    private int deleteBatch(long before) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var count = deleteBatch(connection, before);
                connection.commit();
                return count;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static int deleteBatch(Connection connection, long before) throws SQLException {
        var runs = oldest(connection, before);
        if (runs.isEmpty()) {
            return 0;
        }
        for (var deletion : DELETIONS) {
            var statement = new Statement(deletion)
                    .bind("first", runs.firstKey())
                    .bind("last", runs.lastKey())
                    .bind("processes", runs.values());
            try (var delete = statement.prepare(connection)) {
                delete.executeUpdate();
            }
        }
        return runs.size();
    }

    private static TreeMap<Long, UUID> oldest(Connection connection, long before) throws SQLException {
        var question = new Statement("""
                select run_id, process_id
                from run
                where run_id < :before
                order by run_id
                limit :most
                """).bind("before", before).bind("most", BATCH);
        var runs = new TreeMap<Long, UUID>();
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                runs.put(row.getLong(1), row.getObject(2, UUID.class));
            }
        }
        return runs;
    }
}
