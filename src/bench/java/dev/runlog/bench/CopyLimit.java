package dev.runlog.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** COPY of the batches' rows into the same table: the same columns, into runs of its own, rendered beforehand. */
record CopyLimit(Stage stage) {
    private static final String COPY = """
            copy log_entry (run_id, seq, connector_id, received_at, logged_at, sent_at, level, label, source, cut,
                            fingerprint, message, context, method, request_uri, response_code, response_body,
                            response_body_bytes, duration_ms)
            from stdin
            """;
    private static final int RUNS = 8;
    private static final int CONNECTOR = 1;

    /** Entries a second, of so many batches in so many sessions. */
    double perSecond(int batches, int sessions) throws IOException, SQLException, InterruptedException {
        var runIds = stage.database().runIds(stage.runs(RUNS));
        var work = new ArrayList<List<byte[]>>();
        for (int i = 0; i < sessions; i++) {
            work.add(new ArrayList<>());
        }
        for (int i = 0; i < batches; i++) {
            work.get(i % RUNS % sessions).add(rows(runIds.get(i % RUNS), i / RUNS * BatchScript.ENTRIES, i));
        }
        var nanos = new Sessions(stage.database(), sessions).time((to, session) -> copy(to, work.get(session)));
        return batches * BatchScript.ENTRIES * 1e9 / nanos;
    }

    private static void copy(Connection connection, List<byte[]> batches) throws SQLException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        for (var rows : batches) {
            copy.writeToCopy(rows, 0, rows.length);
        }
        copy.endCopy();
    }

    private static byte[] rows(long runId, int lastSeq, int batch) {
        var received = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var rows = new StringBuilder();
        for (int i = 0; i < BatchScript.ENTRIES; i++) {
            var entry = SampleEntry.of(batch % RUNS * BatchScript.ENTRIES + i);
            rows.append(runId).append('\t').append(lastSeq + i + 1).append('\t');
            rows.append(CONNECTOR).append('\t').append(received).append('\t');
            rows.append(received.plus(i, ChronoUnit.MICROS)).append("\t\\N\t");
            rows.append(entry.severity()).append("\t\\N\t0\t0\t");
            rows.append(entry.isError() ? Long.toString(entry.message().length() * 7_046_029_254_386L) : "\\N");
            rows.append('\t').append(entry.message()).append('\t');
            rows.append(entry.context() == null ? "\\N" : entry.context());
            rows.append("\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n");
        }
        return rows.toString().getBytes(StandardCharsets.UTF_8);
    }
}
