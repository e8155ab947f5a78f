package dev.runlog.page;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads times out of rows that are many: past the calendar, by which the driver goes, it takes a fifth of the time. */
public final class RowTime {
    private static final long POSTGRES_EPOCH_SECOND = 946_684_800;
    private static final int MICROS = 1_000_000;

    private RowTime() {}

    /** Whole microseconds since 1970, as the table has them. */
    public static long micros(Instant time) {
        return time.getEpochSecond() * MICROS + time.getNano() / 1_000;
    }

    /** The {@code timestamptz}, or null; the driver has microseconds in eight bytes once it knows a statement, text before. */
    public static Instant of(ResultSet row, int column) throws SQLException {
        var bytes = row.getBytes(column);
        if (bytes == null) {
            return null;
        }
        if (bytes.length != Long.BYTES) {
            return row.getObject(column, OffsetDateTime.class).toInstant();
        }
        var micros = ByteBuffer.wrap(bytes).getLong();
        return Instant.ofEpochSecond(
                POSTGRES_EPOCH_SECOND + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    }
}
