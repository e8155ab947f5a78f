package dev.runlog.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A time as a count from 1970, its unit told by its size: seconds until the year 5138, then ms, µs and ns. */
final class EpochTime {
    private static final BigDecimal SECONDS_END = BigDecimal.valueOf(100_000_000_000L);
    private static final BigDecimal MILLIS_END = SECONDS_END.movePointRight(3);
    private static final BigDecimal MICROS_END = SECONDS_END.movePointRight(6);
    private static final BigDecimal NANOS_END = SECONDS_END.movePointRight(9);

    private EpochTime() {}

    /** Cut to microseconds; empty where it is below 0 or beyond them all. */
    static Optional<Instant> read(BigDecimal count) {
        if (count.signum() < 0) {
            return Optional.empty();
        }
        if (count.compareTo(SECONDS_END) < 0) {
            return micros(count.movePointRight(6));
        }
        if (count.compareTo(MILLIS_END) < 0) {
            return micros(count.movePointRight(3));
        }
        if (count.compareTo(MICROS_END) < 0) {
            return micros(count);
        }
        return count.compareTo(NANOS_END) < 0 ? micros(count.movePointLeft(3)) : Optional.empty();
    }

    private static Optional<Instant> micros(BigDecimal micros) {
        return Optional.of(
                Instant.EPOCH.plus(micros.setScale(0, RoundingMode.FLOOR).longValueExact(), ChronoUnit.MICROS));
    }
}
