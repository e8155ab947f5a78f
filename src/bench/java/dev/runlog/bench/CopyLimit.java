package dev.runlog.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * COPY of the batches' rows into the same table: the same columns, into runs of its own, rendered beforehand, in the
 * binary format, which is the faster one.
 */
record CopyLimit(Stage stage) {
    private static final String COPY = """
            copy log_entry (run_id, seq, connector_id, received_at, logged_at, sent_at, level, label, source, cut,
                            fingerprint, message, context, method, request_uri, response_code, response_body,
                            response_body_bytes, duration_ms)
            from stdin binary
            """;
    static final byte[] BEGINNING = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    static final byte[] END = {-1, -1};
    static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final int RUNS = 8;
    private static final int CONNECTOR = 1;
    private static final short COLUMNS = 19;
    private static final int CALL_COLUMNS = 6;
    private static final int NULL = -1;
    private static final int MOST_ROW_BYTES = 512;

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
        copy.writeToCopy(BEGINNING, 0, BEGINNING.length);
        for (var rows : batches) {
            copy.writeToCopy(rows, 0, rows.length);
        }
        copy.writeToCopy(END, 0, END.length);
        copy.endCopy();
    }

    private static byte[] rows(long runId, int lastSeq, int batch) {
        var received = ChronoUnit.MICROS.between(POSTGRES_EPOCH, Instant.now());
        var rows = ByteBuffer.allocate(BatchScript.ENTRIES * MOST_ROW_BYTES);
        for (int i = 0; i < BatchScript.ENTRIES; i++) {
            var entry = SampleEntry.of(batch % RUNS * BatchScript.ENTRIES + i);
            rows.putShort(COLUMNS).putInt(8).putLong(runId).putInt(4).putInt(lastSeq + i + 1);
            rows.putInt(4)
                    .putInt(CONNECTOR)
                    .putInt(8)
                    .putLong(received)
                    .putInt(8)
                    .putLong(received + i);
            rows.putInt(NULL).putInt(2).putShort((short) entry.severity()).putInt(NULL);
            rows.putInt(2).putShort((short) 0).putInt(2).putShort((short) 0);
            if (entry.isError()) {
                rows.putInt(8).putLong(entry.message().length() * 7_046_029_254_386L);
            } else {
                rows.putInt(NULL);
            }
            text(rows, entry.message());
            text(rows, entry.context());
            for (int call = 0; call < CALL_COLUMNS; call++) {
                rows.putInt(NULL);
            }
        }
        return Arrays.copyOf(rows.array(), rows.position());
    }

    private static void text(ByteBuffer row, String value) {
        if (value == null) {
            row.putInt(NULL);
            return;
        }
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        row.putInt(bytes.length).put(bytes);
    }
}
