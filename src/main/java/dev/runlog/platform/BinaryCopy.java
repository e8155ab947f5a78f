package dev.runlog.platform;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A COPY in the binary format, which the database reads faster than text, in the connection's transaction. Rows go out
 * while the next ones are made, so memory stays flat. Without {@link #end} nothing is stored. Not safe for concurrent
 * use.
 */
public final class BinaryCopy implements AutoCloseable {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int END = -1;
    private static final int FULL = 32 * 1024;

    private final CopyIn copy;
    private final int columns;
    private final CopyColumns waiting = new CopyColumns();

    private BinaryCopy(CopyIn copy, int columns) {
        this.copy = copy;
        this.columns = columns;
    }

    /** @param columns names of the table's columns, in the order in which each row has them */
    public static BinaryCopy into(Connection connection, String table, String columns) throws SQLException {
        var copying = "copy " + table + " (" + columns + ") from stdin binary";
        var copy = new BinaryCopy(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copying), columns.split(",").length);
        copy.waiting.raw(SIGNATURE).int32(0).int32(0);
        return copy;
    }

    /** Begins a row; all its columns must follow. */
    public CopyColumns row() throws SQLException {
        if (waiting.size() > FULL) {
            flush();
        }
        return waiting.int16(columns);
    }

    /** A {@code bytea} column, sent from where it lies. */
    public void bytes(byte[] value) throws SQLException {
        waiting.int32(value.length);
        flush();
        copy.writeToCopy(value, 0, value.length);
    }

    private void flush() throws SQLException {
        copy.writeToCopy(waiting.buffer(), 0, waiting.size());
        waiting.clear();
    }

    public void end() throws SQLException {
        waiting.int16(END);
        flush();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
