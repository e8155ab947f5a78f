package dev.runlog.testing;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The service's clock under test: the system's until it is set or advanced, then it stands still until {@link #reset}. */
@Mock
@Singleton
public class TestClock extends Clock {
    private volatile Instant still;

    public void set(Instant time) {
        still = time;
    }

    public synchronized void advance(Duration span) {
        still = instant().plus(span);
    }

    public void reset() {
        still = null;
    }

    @Override
    public Instant instant() {
        var time = still;
        return time == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the service's clock is in UTC");
    }
}
