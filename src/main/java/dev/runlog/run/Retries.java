package dev.runlog.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/** When what failed may be tried again: ever later. Remembers so many runs; of the others none has failed. For one thread. */
final class Retries {
    static final Duration FIRST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 10_000;

    private final LongSupplier nanoTime;
    private final Cache<Long, Pause> pauses =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /** @param nanoTime as {@link System#nanoTime()} */
    Retries(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Pause(Duration span, long began) {
        Pause longer(long now) {
            var twice = span.multipliedBy(2);
            return new Pause(twice.compareTo(LONGEST) < 0 ? twice : LONGEST, now);
        }
    }

    boolean mayTry(long runId) {
        var pause = pauses.getIfPresent(runId);
        return pause == null || nanoTime.getAsLong() - pause.began >= pause.span.toNanos();
    }

    /** Whether it is for the first time. */
    boolean failed(long runId) {
        var now = nanoTime.getAsLong();
        var last = pauses.getIfPresent(runId);
        pauses.put(runId, last == null ? new Pause(FIRST, now) : last.longer(now));
        return last == null;
    }

    void succeeded(long runId) {
        pauses.invalidate(runId);
    }
}
