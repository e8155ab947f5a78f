package dev.runlog.platform;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Rows as one array a column, in the binary format, as {@code unnest} takes them: an element of an array is written as a
 * column of COPY is. Not safe for concurrent use.
 */
public final class ColumnArrays {
    private static final int ONE_DIMENSION = 1;
    private static final int FIRST_INDEX = 1;
    private static final int NOTHING = -1;
    private static final int HEAD = 5 * Integer.BYTES;
    private static final int ROOM = 64;

    private final Type[] types;
    private final CopyColumns[] elements;
    private final boolean[] nulls;
    private int rows;

    /** What a column holds. */
    public enum Type {
        INT2(Oid.INT2, Oid.INT2_ARRAY),
        INT4(Oid.INT4, Oid.INT4_ARRAY),
        INT8(Oid.INT8, Oid.INT8_ARRAY),
        TEXT(Oid.TEXT, Oid.TEXT_ARRAY),
        JSON(Oid.JSON, Oid.JSON_ARRAY),
        TIME(Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY);

        private final int element;
        private final int array;

        Type(int element, int array) {
            this.element = element;
            this.array = array;
        }
    }

    public ColumnArrays(Type... types) {
        this.types = types.clone();
        this.elements = new CopyColumns[types.length];
        this.nulls = new boolean[types.length];
        for (int i = 0; i < types.length; i++) {
            elements[i] = new CopyColumns(ROOM);
        }
    }

    /** Adds a row, whose columns lie behind one another. */
    public void add(byte[]... parts) {
        int column = 0;
        for (var part : parts) {
            for (int at = 0; at < part.length; column++) {
                var length = CopyColumns.lengthAt(part, at);
                nulls[column] |= length == NOTHING;
                var end = at + Integer.BYTES + Math.max(0, length);
                elements[column].raw(part, at, end);
                at = end;
            }
        }
        rows++;
    }

    /** Sets one parameter a column; returns the index behind the last. */
    public int set(PreparedStatement statement, int firstIndex) throws SQLException {
        var connection = statement.getConnection().unwrap(BaseConnection.class);
        int index = firstIndex;
        for (int i = 0; i < types.length; i++) {
            var array = new CopyColumns(HEAD + elements[i].size())
                    .int32(ONE_DIMENSION)
                    .int32(nulls[i] ? 1 : 0)
                    .int32(types[i].element)
                    .int32(rows)
                    .int32(FIRST_INDEX)
                    .raw(elements[i].buffer(), 0, elements[i].size());
            statement.setArray(index++, new PgArray(connection, types[i].array, array.buffer()));
        }
        return index;
    }
}
