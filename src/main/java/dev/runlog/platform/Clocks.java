package dev.runlog.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The one clock: UTC, cut to microseconds, which is what the database keeps and every answer writes. */
class Clocks {

    @Produces
    @Singleton
    Clock clock() {
        return new Microseconds();
    }

    /** Not {@link Clock#tick}: on Java 17 the {@code millis()} of a tick below a millisecond divides by zero. */
    private static final class Microseconds extends Clock {
        @Override
        public Instant instant() {
            return Instant.now().truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.systemUTC().withZone(zone);
        }
    }
}
