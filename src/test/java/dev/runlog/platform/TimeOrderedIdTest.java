package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final TestClock clock = new TestClock();
    private final TimeOrderedId ids = new TimeOrderedId(clock);

    @Test
    void ids_are_positive_and_rise_within_a_millisecond_too() {
        clock.set(NOON);

        var made = LongStream.generate(ids::next).limit(10_000).toArray();

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made[0]).isPositive();
    }

    @Test
    void ids_rise_when_the_clock_is_set_back() {
        clock.set(NOON);
        var before = ids.next();
        clock.set(NOON.minusSeconds(3600));

        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void an_id_lies_between_the_bounds_of_its_millisecond() {
        clock.set(NOON);

        assertThat(ids.next())
                .isGreaterThanOrEqualTo(TimeOrderedId.lowerBound(NOON))
                .isLessThan(TimeOrderedId.lowerBound(NOON.plusMillis(1)));
    }

    @Test
    void a_day_ends_where_the_next_begins() {
        var day = new PartitionDay(LocalDate.of(2026, 11, 23));
        clock.set(Instant.parse("2026-11-23T23:59:59.999999Z"));
        var last = ids.next();

        assertThat(day.to()).isEqualTo(new PartitionDay(LocalDate.of(2026, 11, 24)).from());
        assertThat(last).isBetween(day.from(), day.to() - 1);
        assertThat(TimeOrderedId.dayOf(last)).isEqualTo(day.day());
        assertThat(TimeOrderedId.dayOf(day.to())).isEqualTo(day.day().plusDays(1));
        assertThat(day.nameFor("log_entry")).isEqualTo("log_entry_20261123");
    }

    @Test
    void ids_stay_positive_for_decades() {
        clock.set(NOON.plus(Duration.ofDays(60 * 365)));

        assertThat(ids.next()).isPositive();
    }
}
