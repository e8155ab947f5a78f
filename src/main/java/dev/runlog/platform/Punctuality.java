package dev.runlog.platform;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether what is done again and again is done when it is due. Where it is late, this process had no processor, or was
 * stopped: what it has not noticed for a while may have happened long ago. For one thread.
 */
final class Punctuality {
    private final LongSupplier nanos;
    private final long mostBetween;
    private long last;

    /**
     * @param nanos as {@link System#nanoTime}
     * @param mostBetween from the end of one time to the beginning of the next
     */
    Punctuality(LongSupplier nanos, Duration mostBetween) {
        this.nanos = nanos;
        this.mostBetween = mostBetween.toNanos();
        this.last = nanos.getAsLong();
    }

    /** Whether it has been too long since this was asked, or since {@link #done}. */
    boolean isLate() {
        var before = last;
        last = nanos.getAsLong();
        return last - before > mostBetween;
    }

    /** What took its own time is over. */
    void done() {
        last = nanos.getAsLong();
    }
}
