package dev.runlog.log;

import dev.runlog.page.RowTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;

/**
 * Where an entry stands in a list by time; the least comes first. In a list that begins with the newest, each number is
 * the negative of what the entry has.
 *
 * @param time in microseconds since 1970
 */
record Place(long time, long runId, long seq) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::time)
            .thenComparingLong(Place::runId)
            .thenComparingLong(Place::seq);

    /** Before all entries of a time. */
    static Place before(long time) {
        return new Place(time, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /** Behind all entries of a time. */
    static Place behind(long time) {
        return new Place(time, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Of a row that begins with run, number and time. */
    static Place read(ResultSet row, int sign) throws SQLException {
        return new Place(sign * RowTime.micros(RowTime.of(row, 3)), sign * row.getLong(1), (long) sign * row.getInt(2));
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    boolean isBehind(Place other) {
        return compareTo(other) > 0;
    }

    Place orLater(Place other) {
        return isBehind(other) ? this : other;
    }
}
