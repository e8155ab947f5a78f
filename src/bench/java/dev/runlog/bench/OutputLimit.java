package dev.runlog.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.postgresql.PGConnection;

/** The same output bytes into the same table, by binary COPY or by batched inserts. */
record OutputLimit(Stage stage, byte[] bytes) {
    private static final String INTO =
            "output_chunk (run_id, stream, start_offset, chunk, received_at, first_line, bytes)";
    private static final int COLUMNS = 7;
    private static final int FIXED_COLUMN_BYTES = 2 + COLUMNS * 4 + 8 + 2 + 8 + 4 + 8 + 8;
    private static final int INSERTS = 8;

    /** Megabytes (10^6) a second, of so many writes in so many sessions, by the better way. */
    double perSecond(int writes, int sessions) throws IOException, SQLException, InterruptedException {
        var each = Math.max(1, writes / sessions);
        var copied = stage.database().runIds(stage.runs(sessions));
        var byCopy = new Sessions(stage.database(), sessions)
                .time((connection, session) -> copy(connection, copied.get(session), each));
        var inserted = stage.database().runIds(stage.runs(sessions));
        var byInsert = new Sessions(stage.database(), sessions)
                .time((connection, session) -> insert(connection, inserted.get(session), each));
        return each * sessions * (double) bytes.length * 1e3 / Math.min(byCopy, byInsert);
    }

    private void copy(Connection connection, long runId, int writes) throws SQLException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + INTO + " from stdin binary");
        var row = ByteBuffer.allocate(FIXED_COLUMN_BYTES + bytes.length);
        copy.writeToCopy(CopyLimit.BEGINNING, 0, CopyLimit.BEGINNING.length);
        for (int i = 0; i < writes; i++) {
            row.clear().putShort((short) COLUMNS);
            row.putInt(8).putLong(runId).putInt(2).putShort((short) 1);
            row.putInt(8).putLong((long) i * bytes.length).putInt(4).putInt(i + 1);
            row.putInt(8).putLong(ChronoUnit.MICROS.between(CopyLimit.POSTGRES_EPOCH, Instant.now()));
            row.putInt(8).putLong(i * 500L).putInt(bytes.length).put(bytes);
            copy.writeToCopy(row.array(), 0, row.position());
        }
        copy.writeToCopy(CopyLimit.END, 0, CopyLimit.END.length);
        copy.endCopy();
    }

    private void insert(Connection connection, long runId, int writes) throws SQLException {
        try (var insert = connection.prepareStatement("insert into " + INTO + " values (?, 1, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < writes; i++) {
                insert.setLong(1, runId);
                insert.setLong(2, (long) i * bytes.length);
                insert.setInt(3, i + 1);
                insert.setObject(4, OffsetDateTime.now());
                insert.setLong(5, i * 500L);
                insert.setBytes(6, bytes);
                insert.addBatch();
                if (i % INSERTS == INSERTS - 1 || i == writes - 1) {
                    insert.executeBatch();
                }
            }
        }
    }

    /** Lines as programs print them, no two alike. */
    static byte[] sample(int length) {
        var text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(Instant.ofEpochSecond(1_700_000_000L + i * 7L).plus(Duration.ofMillis(i * 137L % 1000)));
            text.append(" [worker-")
                    .append(i % 13)
                    .append("] ")
                    .append(SampleEntry.of(i * 7919).message())
                    .append('\n');
        }
        return text.substring(0, length).getBytes(StandardCharsets.UTF_8);
    }
}
