package dev.runlog.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/**
 * How many entries a run has and when they were logged, in microseconds since 1970.
 *
 * @param byLevel how many of each level, by its number
 * @param oldest not after any of them
 * @param newest not before any of them
 * @param disorder the most by which one was logged before another that stands ahead of it
 */
public record RunSpan(
        long runId, int entries, int[] byLevel, int apiFailures, long oldest, long newest, long disorder) {
    /** Farther from 1970 than any entry, with room to add three of them. */
    public static final long FAR = 1L << 60;

    /** So many entries are as soon read as looked through. */
    public static final int SHORT = 256;

    static final String COLUMNS = "run_id, last_seq, emergency, alert, critical, error, warning, notice, info, debug,"
            + " api_failures, oldest_us, newest_us, disorder_us, timed_seq";

    private static final int LEVELS = 8;

    static RunSpan read(ResultSet row) throws SQLException {
        var byLevel = new int[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            byLevel[level] = row.getInt(3 + level);
        }
        var isKnown = row.getInt(15) == row.getInt(2);
        return new RunSpan(
                row.getLong(1),
                row.getInt(2),
                byLevel,
                row.getInt(11),
                isKnown ? row.getLong(12) : -FAR,
                isKnown ? row.getLong(13) : FAR,
                isKnown ? row.getLong(14) : 2 * FAR);
    }

    /** Whether it was kept when the entries were logged; it was not always. */
    public boolean isKnown() {
        return newest < FAR;
    }

    /** Whether its entries stand so far from the order of their times, or may do so, that their numbers tell nothing. */
    public boolean isShuffled() {
        return 2 * disorder > newest - oldest;
    }

    static long entries(Collection<RunSpan> spans) {
        return spans.stream().mapToLong(RunSpan::entries).sum();
    }
}
