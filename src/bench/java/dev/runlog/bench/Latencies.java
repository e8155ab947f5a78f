package dev.runlog.bench;

import dev.runlog.bench.ClosedLoop.Round;
import java.util.Arrays;

/** Latencies as they are measured. For one thread. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long latency) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latency;
    }

    int count() {
        return count;
    }

    /** @param duration of all, in nanoseconds */
    Round over(long duration) {
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Round(duration, sorted);
    }
}
