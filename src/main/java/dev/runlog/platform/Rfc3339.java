package dev.runlog.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as RFC 3339 writes them. */
public final class Rfc3339 {
    private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)"
            + "(?:\\.(\\d{1,9}))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private static final DateTimeFormatter MICROSECONDS = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private Rfc3339() {}

    /** UTC with microseconds: {@code 2026-11-23T12:00:00.123456Z}. */
    public static String format(Instant time) {
        return MICROSECONDS.format(time);
    }

    /** The time, cut to microseconds; empty where the text is not RFC 3339, or no such day exists in the years 1 to 9999. */
    public static Optional<Instant> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var leapSecond = parts.group(6).equals("60");
            var local = LocalDateTime.of(
                    number(parts.group(1)),
                    number(parts.group(2)),
                    number(parts.group(3)),
                    number(parts.group(4)),
                    number(parts.group(5)),
                    leapSecond ? 59 : number(parts.group(6)),
                    microseconds(parts.group(7)) * 1000);
            var time = local.toInstant(ZoneOffset.UTC).plusSeconds(leapSecond ? 1 : 0);
            return offsetMinutes(parts.group(8), parts.group(9), parts.group(10))
                    .map(minutes -> time.minusSeconds(60L * minutes))
                    .filter(utc -> !utc.isBefore(FIRST) && utc.isBefore(END));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> offsetMinutes(String sign, String hours, String minutes) {
        if (sign == null) {
            return Optional.of(0);
        }
        if (number(hours) > 23 || number(minutes) > 59) {
            return Optional.empty();
        }
        var total = 60 * number(hours) + number(minutes);
        return Optional.of(sign.equals("-") ? -total : total);
    }

    private static int microseconds(String fraction) {
        return fraction == null ? 0 : number((fraction + "00000").substring(0, 6));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
