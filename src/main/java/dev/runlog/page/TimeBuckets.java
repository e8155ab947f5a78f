package dev.runlog.page;

import dev.runlog.platform.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A window of time cut into intervals, whose starts are multiples of their length since 1970: the first begins at or
 * before the window does.
 *
 * @param label the interval as it was asked for
 * @param seconds its length
 */
public record TimeBuckets(Instant from, Instant to, String label, long seconds) {
    public static final int MOST = 500;

    /** Where none is asked for, the shortest of these that cuts the window into no more than {@link #ENOUGH}. */
    private static final List<String> USUAL = List.of("1m", "5m", "15m", "1h", "6h", "1d", "7d", "28d");

    private static final int ENOUGH = 60;
    private static final Duration LONGEST = Duration.ofDays(36_525);
    private static final String EXPECTED =
            "a length of time in whole seconds (1m, 1h, 1d), of " + LONGEST.toDays() + "d at most";

    /**
     * Reads {@code from}, {@code to} and {@code interval}; what is wrong becomes a fault.
     *
     * @param now where the window ends unless it is said
     * @param window how long it is unless it is said
     */
    public static TimeBuckets of(Parameters parameters, Instant now, Duration window) {
        var to = parameters.time("to").orElse(now);
        var from = parameters.time("from").orElse(to.minus(window));
        var label = parameters.one("interval", TimeBuckets::interval, EXPECTED);
        if (!from.isBefore(to)) {
            parameters.fault("from", "must be before to, which is the present time unless it is given");
            return new TimeBuckets(to.minusSeconds(1), to, "1s", 1);
        }
        var buckets = label.map(chosen -> new TimeBuckets(from, to, chosen, seconds(chosen)))
                .orElseGet(() -> usual(from, to));
        if (buckets.count() > MOST) {
            parameters.fault(
                    "interval",
                    "cuts the window into " + buckets.count() + " intervals, and " + MOST
                            + " is the most; take a longer one or a shorter window");
        }
        return buckets;
    }

    private static Optional<String> interval(String text) {
        return Parameters.span(text)
                .filter(span -> span.toSeconds() > 0 && span.getNano() == 0 && span.compareTo(LONGEST) <= 0)
                .map(span -> text);
    }

    private static TimeBuckets usual(Instant from, Instant to) {
        return USUAL.stream()
                .map(label -> new TimeBuckets(from, to, label, seconds(label)))
                .filter(buckets -> buckets.count() <= ENOUGH)
                .findFirst()
                .orElseGet(() -> new TimeBuckets(from, to, "28d", seconds("28d")));
    }

    private static long seconds(String label) {
        return Parameters.span(label).orElseThrow().toSeconds();
    }

    /** How many there are, at least one. */
    public long count() {
        return numberOf(to.minusNanos(1)) - first() + 1;
    }

    /** The number of the first. */
    public long first() {
        return numberOf(from);
    }

    /** The number of the interval that holds {@code time}, counted from 1970. */
    public long numberOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), seconds);
    }

    /** Where the interval of that number begins; the first of all with the year 1. */
    public Instant start(long number) {
        var start = Instant.ofEpochSecond(number * seconds);
        return start.isBefore(Rfc3339.FIRST) ? Rfc3339.FIRST : start;
    }

    /** Where each begins. */
    public List<Instant> starts() {
        return LongStream.range(first(), first() + count())
                .mapToObj(this::start)
                .toList();
    }
}
