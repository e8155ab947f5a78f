package dev.runlog.bench;

import dev.runlog.bench.ClosedLoop.Round;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** What the disk takes for a commit: inserts of one entry each, one behind the other, in a session of their own. */
record CommitLimit(Stage stage) {
    private static final String INSERT = """
            insert into log_entry (run_id, seq, connector_id, received_at, logged_at, level, source, cut, message, context)
            values (?, ?, 1, ?, ?, 6, 0, 0, ?, ?::json)
            """;

    Round run(Duration time) throws IOException, SQLException, InterruptedException {
        var runId = stage.database().runIds(stage.runs(1)).get(0);
        var latencies = new long[1024];
        int commits = 0;
        try (var connection = stage.database().open();
                var insert = connection.prepareStatement(INSERT)) {
            var start = System.nanoTime();
            while (commits == 0 || System.nanoTime() - start < time.toNanos()) {
                if (commits == latencies.length) {
                    latencies = Arrays.copyOf(latencies, commits * 2);
                }
                set(insert, runId, commits + 1);
                var sent = System.nanoTime();
                insert.executeUpdate();
                latencies[commits++] = System.nanoTime() - sent;
            }
            var sorted = Arrays.copyOf(latencies, commits);
            Arrays.sort(sorted);
            return new Round(System.nanoTime() - start, sorted);
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
