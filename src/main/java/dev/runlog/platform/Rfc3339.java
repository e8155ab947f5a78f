package dev.runlog.platform;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as RFC 3339 writes them. By hand, both ways: it is done for every entry, and a pattern takes ten times as long. */
public final class Rfc3339 {
    /** Before it there is none: PostgreSQL has no year 0. */
    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** In whole microseconds, as all of them; behind it a year has five digits. */
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final int SECONDS_END = 19;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int LOWER_CASE = 0x20;
    private static final int DAY_SECONDS = 86_400;
    private static final int NONE = Integer.MIN_VALUE;

    private static final byte[] SHAPE = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    /** The one that was written last: times that are written together are mostly of one day. */
    private static volatile Day last = Day.of(0);

    private Rfc3339() {}

    /** @param text its midnight */
    private record Day(long start, byte[] text) {
        static Day of(long epochDay) {
            var date = LocalDate.ofEpochDay(epochDay);
            var text = SHAPE.clone();
            digits(text, 0, 4, date.getYear());
            digits(text, 5, 2, date.getMonthValue());
            digits(text, 8, 2, date.getDayOfMonth());
            return new Day(epochDay * DAY_SECONDS, text);
        }
    }

    /** So much later, or {@link #LAST} where that is beyond it. */
    public static Instant later(Instant time, Duration span) {
        var later = time.plus(span);
        return later.isAfter(LAST) ? LAST : later;
    }

    /** UTC with microseconds: {@code 2026-11-23T12:00:00.123456Z}. */
    public static String format(Instant time) {
        var second = time.getEpochSecond();
        var day = last;
        if (second < day.start() || second >= day.start() + DAY_SECONDS) {
            day = Day.of(Math.floorDiv(second, DAY_SECONDS));
            last = day;
        }
        var text = day.text().clone();
        int ofDay = (int) (second - day.start());
        digits(text, 11, 2, ofDay / 3_600);
        digits(text, 14, 2, ofDay / 60 % 60);
        digits(text, 17, 2, ofDay % 60);
        digits(text, 20, 6, time.getNano() / 1_000);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void digits(byte[] text, int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] += (byte) (rest % 10);
            rest /= 10;
        }
    }

    /** The time, cut to microseconds; empty where the text is not RFC 3339, or no such day exists in the years 1 to 9999. */
    public static Optional<Instant> parse(String text) {
        if (!hasShape(text)) {
            return Optional.empty();
        }
        var zone = zoneAt(text);
        var offsetMinutes = zone < 0 ? NONE : offsetMinutes(text, zone);
        if (offsetMinutes == NONE) {
            return Optional.empty();
        }
        try {
            var second = number(text, 17, 2);
            var leapSecond = second == 60;
            var local = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 2),
                    number(text, 8, 2),
                    number(text, 11, 2),
                    number(text, 14, 2),
                    leapSecond ? 59 : second,
                    1_000 * microseconds(text, zone));
            var seconds = local.toEpochSecond(ZoneOffset.UTC) + (leapSecond ? 1 : 0) - 60L * offsetMinutes;
            return Optional.of(Instant.ofEpochSecond(seconds, local.getNano()))
                    .filter(utc -> !utc.isBefore(FIRST) && !utc.isAfter(LAST));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** Whether a date and a time to the second come first, and something follows. */
    private static boolean hasShape(String text) {
        return text.length() > SECONDS_END
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (text.charAt(10) | LOWER_CASE) == 't'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** Where the zone begins, behind a fraction of up to nine digits; {@link #NONE} where the fraction is none. */
    private static int zoneAt(String text) {
        if (text.charAt(SECONDS_END) != '.') {
            return SECONDS_END;
        }
        int end = SECONDS_END + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        var digits = end - SECONDS_END - 1;
        return digits == 0 || digits > MOST_FRACTION_DIGITS || end == text.length() ? NONE : end;
    }

    /** {@code Z} or {@code ±hh:mm} up to the text's end; {@link #NONE} where it is neither. */
    private static int offsetMinutes(String text, int zone) {
        var sign = text.charAt(zone);
        if ((sign | LOWER_CASE) == 'z') {
            return text.length() == zone + 1 ? 0 : NONE;
        }
        if (sign != '+' && sign != '-' || text.length() != zone + 6 || text.charAt(zone + 3) != ':') {
            return NONE;
        }
        var hours = number(text, zone + 1, 2);
        var minutes = number(text, zone + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return NONE;
        }
        return (sign == '-' ? -1 : 1) * (60 * hours + minutes);
    }

    private static int microseconds(String text, int zone) {
        int micros = 0;
        for (int i = 0; i < 6; i++) {
            var at = SECONDS_END + 1 + i;
            micros = 10 * micros + (at < zone ? text.charAt(at) - '0' : 0);
        }
        return micros;
    }

    /** {@link #NONE} where it is not all digits, which no field of a time may be. */
    private static int number(String text, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            if (!isDigit(text.charAt(i))) {
                return NONE;
            }
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
