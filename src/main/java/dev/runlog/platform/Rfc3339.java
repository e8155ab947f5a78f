package dev.runlog.platform;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as RFC 3339 writes them. */
public final class Rfc3339 {
    private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)"
            + "(?:\\.(\\d{1,9}))?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private static final byte[] SHAPE = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    private Rfc3339() {}

    /** UTC with microseconds: {@code 2026-11-23T12:00:00.123456Z}. */
    public static String format(Instant time) {
        var utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        var text = SHAPE.clone();
        digits(text, 0, 4, utc.getYear());
        digits(text, 5, 2, utc.getMonthValue());
        digits(text, 8, 2, utc.getDayOfMonth());
        digits(text, 11, 2, utc.getHour());
        digits(text, 14, 2, utc.getMinute());
        digits(text, 17, 2, utc.getSecond());
        digits(text, 20, 6, time.getNano() / 1_000);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** By hand: it is done for every entry that comes in and goes out, and a formatter takes ten times as long. */
    private static void digits(byte[] text, int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] += (byte) (rest % 10);
            rest /= 10;
        }
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
