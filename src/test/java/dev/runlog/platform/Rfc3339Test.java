package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Rfc3339Test {

    @Property(tries = 500)
    void what_is_written_is_read_back(@ForAll("times") Instant time) {
        assertThat(Rfc3339.format(time)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(Rfc3339.parse(Rfc3339.format(time))).contains(time);
    }

    @Property(tries = 300)
    void any_offset_is_read(@ForAll("times") Instant time, @ForAll @IntRange(min = -1079, max = 1079) int minutes) {
        var there = time.atOffset(ZoneOffset.ofTotalSeconds(60 * minutes));

        if (there.getYear() >= 1 && there.getYear() <= 9999) {
            assertThat(Rfc3339.parse(there.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx"))))
                    .contains(time);
        }
    }

    @Property(tries = 500)
    void whatever_is_read_can_be_written(@ForAll("almost") String text) {
        Rfc3339.parse(text).ifPresent(time -> {
            assertThat(text)
                    .matches("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
            assertThat(Rfc3339.parse(Rfc3339.format(time))).contains(time);
        });
    }

    @Property(tries = 300)
    void nothing_else_makes_it_fail(@ForAll String text) {
        Rfc3339.parse(text);
    }

    @Example
    void small_letters_and_any_fraction_are_read() {
        var time = Instant.parse("2026-11-23T12:00:00.123456Z");

        assertThat(Rfc3339.parse("2026-11-23t12:00:00.123456z")).contains(time);
        assertThat(Rfc3339.parse("2026-11-23T12:00:00.123456789Z")).contains(time);
        assertThat(Rfc3339.parse("2026-11-23T12:00:00.1Z")).contains(Instant.parse("2026-11-23T12:00:00.1Z"));
        assertThat(Rfc3339.parse("2016-12-31T23:59:60Z")).contains(Instant.parse("2017-01-01T00:00:00Z"));
        assertThat(Rfc3339.parse("2026-11-23T12:00:00-00:00")).contains(Instant.parse("2026-11-23T12:00:00Z"));
    }

    @Example
    void what_the_form_does_not_have_is_no_time() {
        for (var text : new String[] {
            "",
            "2026-11-23",
            "2026-11-23T12:00:00",
            "2026-11-23 12:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-11-23T24:00:00Z",
            "2026-11-23T12:60:00Z",
            "2026-11-23T12:00:61Z",
            "2026-11-23T12:00:00.Z",
            "2026-11-23T12:00:00.1234567891Z",
            "2026-11-23T12:00:00+24:00",
            "2026-11-23T12:00:00+01",
            "12026-11-23T12:00:00Z",
            "2026-11-23T12:00:00Zx",
            "-2026-11-23T12:00:00Z",
            "２０26-11-23T12:00:00Z"
        }) {
            assertThat(Rfc3339.parse(text)).as(text).isEmpty();
        }
    }

    @Example
    void a_time_that_falls_out_of_the_four_digit_years_is_none() {
        assertThat(Rfc3339.parse("9999-12-31T23:59:59-01:00")).isEmpty();
        assertThat(Rfc3339.parse("9999-12-31T23:59:60Z")).isEmpty();
        assertThat(Rfc3339.parse("0001-01-01T00:00:00+00:01")).isEmpty();
        assertThat(Rfc3339.parse("0000-06-01T00:00:00Z"))
                .as("PostgreSQL has no year 0")
                .isEmpty();
    }

    @Example
    void nothing_is_later_than_the_last() {
        assertThat(Rfc3339.parse("9999-12-31T23:59:59.999999999Z")).contains(Rfc3339.LAST);
        assertThat(Rfc3339.later(Rfc3339.LAST, Duration.ofNanos(1_000))).isEqualTo(Rfc3339.LAST);
        assertThat(Rfc3339.later(Rfc3339.LAST.minusSeconds(1), Duration.ofSeconds(1)))
                .isEqualTo(Rfc3339.LAST);
        assertThat(Rfc3339.later(Rfc3339.FIRST, Duration.ofHours(6))).isEqualTo("0001-01-01T06:00:00Z");
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(micros("0001-01-01T00:00:00Z"), micros("9999-12-31T23:59:59.999999Z"))
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static long micros(String time) {
        var instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    @Provide
    Arbitrary<String> almost() {
        return Arbitraries.of("0000", "0001", "2026", "9999")
                .flatMap(year -> Arbitraries.of("-01-01T00:00:00", "-12-31T23:59:60", "-12-31T23:59:59.9999999")
                        .flatMap(rest -> Arbitraries.of("Z", "+00:01", "-00:01", "+23:59", "-23:59")
                                .map(offset -> year + rest + offset)));
    }
}
