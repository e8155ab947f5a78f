package dev.runlog.bench;

import dev.runlog.bench.ClosedLoop.Round;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;

/** What the disk takes for a commit: inserts of one entry each, one behind the other, in a session of their own. */
record CommitLimit(Stage stage) {
    private static final String INSERT = """
            insert into log_entry (run_id, seq, connector_id, received_at, logged_at, level, source, cut, message, context)
            values (?, ?, 1, ?, ?, 6, 0, 0, ?, ?::json)
            """;

    Round run(Duration time) throws IOException, SQLException, InterruptedException {
        var runId = stage.database().runIds(stage.runs(1)).get(0);
        var latencies = new Latencies();
        try (var connection = stage.database().open();
                var insert = connection.prepareStatement(INSERT)) {
            var start = System.nanoTime();
            while (latencies.count() == 0 || System.nanoTime() - start < time.toNanos()) {
                set(insert, runId, latencies.count() + 1);
                var sent = System.nanoTime();
                insert.executeUpdate();
                latencies.add(System.nanoTime() - sent);
            }
            return latencies.over(System.nanoTime() - start);
        }
    }

    private static void set(PreparedStatement insert, long runId, int seq) throws SQLException {
        var entry = SampleEntry.of(seq);
        var now = OffsetDateTime.now();
        insert.setLong(1, runId);
        insert.setInt(2, seq);
        insert.setObject(3, now);
        insert.setObject(4, now);
        insert.setString(5, entry.message());
        insert.setString(6, entry.context());
    }
}
