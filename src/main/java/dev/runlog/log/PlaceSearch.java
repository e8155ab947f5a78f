package dev.runlog.log;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A search for where in a run the entries begin that stand behind a place, by looking at some of them at a time. */
final class PlaceSearch {
    private static final int PROBES = 32;
    private static final int NEAR = 128;

    private final RunAhead run;
    private final Place edge;
    private long low;
    private long high;
    private boolean over;

    PlaceSearch(RunAhead run, Place edge) {
        this.run = run;
        this.edge = edge;
        this.low = run.from() - 1;
        this.high = run.to() + 1;
        this.over = isNear();
    }

    private boolean isNear() {
        return high - low <= NEAR;
    }

    RunAhead run() {
        return run;
    }

    /** The number up to which all stand no farther than the place. */
    long low() {
        return low;
    }

    /** The number from which on all stand behind it. */
    long high() {
        return high;
    }

    boolean isOver() {
        return over;
    }

    /** Numbers of the entries to look at next. */
    List<Long> probes() {
        return LongStream.rangeClosed(1, PROBES)
                .map(i -> low + (high - low) * i / (PROBES + 1))
                .boxed()
                .toList();
    }

    /** @param times of those that were looked at, by number */
    void look(Map<Long, Long> times) {
        var before = high - low;
        times.forEach((seq, time) -> {
            if (run.isUpTo(edge, seq, time)) {
                low = Math.max(low, seq);
            } else if (run.isPast(edge, seq, time)) {
                high = Math.min(high, seq);
            }
        });
        over = isNear() || high - low > before / 2;
    }
}
