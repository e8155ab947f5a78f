package dev.runlog.platform;

import com.github.f4b6a3.tsid.Tsid;
import com.github.f4b6a3.tsid.TsidFactory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Run ids: positive 64-bit numbers that begin with their millisecond (42 bits since 2020), followed by ten bits drawn
 * for this instance and a counter of twelve. Ids of one instance only rise, also when its clock is set back.
 */
@Singleton
public class TimeOrderedId {
    private static final int BITS_BELOW_TIME = 22;
    private static final int NODE_BITS = 10;

    private final TsidFactory factory;

    TimeOrderedId(Clock clock) {
        var random = new SecureRandom();
        this.factory = TsidFactory.builder()
                .withClock(clock)
                .withNodeBits(NODE_BITS)
                .withNode(random.nextInt(1 << NODE_BITS))
                .withRandom(random)
                .build();
    }

    /** A fresh id; safe for concurrent use. */
    public long next() {
        return factory.create().toLong();
    }

    /** The smallest id that can be made at {@code time} or later. */
    public static long lowerBound(Instant time) {
        return Math.max(0, time.toEpochMilli() - Tsid.TSID_EPOCH) << BITS_BELOW_TIME;
    }

    /** The UTC day in which {@code id} was made, and so the day of its partition. */
    public static LocalDate dayOf(long id) {
        return LocalDate.ofInstant(Tsid.from(id).getInstant(), ZoneOffset.UTC);
    }
}
