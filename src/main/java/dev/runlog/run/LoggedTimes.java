package dev.runlog.run;

import dev.runlog.page.RowTime;
import java.time.Instant;

/** When entries that follow one another were logged, in microseconds. Not safe for concurrent use. */
public final class LoggedTimes {
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;
    private long disorder;

    /** Adds the next entry. */
    public void add(Instant loggedAt) {
        var time = RowTime.micros(loggedAt);
        oldest = Math.min(oldest, time);
        newest = Math.max(newest, time);
        disorder = Math.max(disorder, newest - time);
    }

    Long oldest() {
        return isEmpty() ? null : (Long) oldest;
    }

    Long newest() {
        return isEmpty() ? null : (Long) newest;
    }

    /** The most by which an entry was logged before one that was added ahead of it. */
    Long disorder() {
        return isEmpty() ? null : (Long) disorder;
    }

    private boolean isEmpty() {
        return newest == Long.MIN_VALUE;
    }
}
