package dev.runlog.output;

import dev.runlog.page.Cursor;
import java.util.List;

/**
 * Where reading a stream's lines goes on.
 *
 * @param line number of the line that begins at {@code offset}, or that {@code offset} is inside of
 * @param inside the line was given already, as far as it went; the next one begins behind its end
 */
record Position(long offset, long line, boolean inside) {
    static final Position START = new Position(0, 1, false);
    static final int KEYS = 3;

    List<Object> keys() {
        return List.of(offset, line, inside ? 1L : 0L);
    }

    /** @param first of its keys in the cursor */
    static Position of(Cursor cursor, int first) {
        return new Position(cursor.number(first), cursor.number(first + 1), cursor.number(first + 2) == 1);
    }
}
