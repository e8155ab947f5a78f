package dev.runlog.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Input that nobody would think of, made of pieces that somebody might. The same seed makes the same. */
public final class Odd {
    private static final List<String> PIECES = List.of(
            "",
            "0",
            "-1",
            "1",
            "7",
            "8",
            "255",
            "256",
            "1.5",
            "1e400",
            "99999999999999999999",
            "NaN",
            "true",
            "null",
            "error",
            "debug",
            "!0",
            "15m",
            "PT15M",
            "P9999999999D",
            "-PT1S",
            "999999999d",
            "2026-11-23T12:00:00Z",
            "2026-13-45T99:99:99Z",
            "2026-11-23T12:00:00.1234567890+25:00",
            "+999999999-01-01T00:00:00Z",
            "93e37cdf-046d-45b2-a983-1e2580e57b5c",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "\\",
            "\\u0000",
            "\\ud800",
            ",",
            ":",
            ";",
            "=",
            "*",
            "?",
            "%",
            "%%",
            "&",
            "#",
            "/",
            "..",
            "(",
            ")",
            "|",
            "$",
            "^",
            "<script>",
            "--",
            "/*",
            "' or 1=1",
            "bytes=",
            "-",
            "0-0",
            "5-2",
            "text/plain",
            "application/json",
            "*/*",
            ";q=0",
            ";q=x",
            "W/\"x\"",
            "gzip",
            "\t",
            " ",
            "\u00e4",
            "\u20ac",
            "\uD83D\uDE00",
            "\u202e",
            "\u0000",
            "\u0007",
            "\u001b[31m",
            "x",
            "message",
            "level",
            "context",
            "exitCode");

    private final Random random;

    public Odd(long seed) {
        random = new Random(seed);
    }

    public int upTo(int most) {
        return random.nextInt(most + 1);
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A few pieces in a row. */
    public String text() {
        var text = new StringBuilder();
        for (int i = 1 + upTo(3); i > 0; i--) {
            text.append(oneOf(PIECES));
        }
        return text.toString();
    }

    /** What a header's value may be made of: visible ASCII and spaces. */
    public String header() {
        return text().replaceAll("[^\\x20-\\x7e]", "");
    }

    /** The text with something cut out, doubled, or put in. */
    public String mutated(String text) {
        var changed = new StringBuilder(text);
        for (int i = 1 + upTo(2); i > 0; i--) {
            int at = upTo(changed.length());
            switch (upTo(2)) {
                case 0 -> changed.delete(at, Math.min(changed.length(), at + 1 + upTo(4)));
                case 1 -> changed.insert(at, changed.substring(at, Math.min(changed.length(), at + 1 + upTo(9))));
                default -> changed.insert(at, oneOf(PIECES));
            }
        }
        return changed.toString();
    }

    /** The bytes with some of them changed, or an end cut off. */
    public byte[] mutated(byte[] bytes) {
        var changed = bytes.clone();
        for (int i = upTo(3); i > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return random.nextInt(3) == 0 ? java.util.Arrays.copyOf(changed, upTo(changed.length)) : changed;
    }

    /** Text of any characters, none of them a lone surrogate or NUL. */
    public String anyText() {
        var text = new StringBuilder("x");
        for (int i = upTo(40); i > 0; i--) {
            int point = random.nextInt(5) == 0 ? random.nextInt(0x110000) : 1 + random.nextInt(0x250);
            if (point > 0 && (point < 0xd800 || point > 0xdfff)) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    public <T> List<T> several(List<T> choices) {
        var some = new ArrayList<T>();
        for (int i = 1 + upTo(2); i > 0; i--) {
            some.add(oneOf(choices));
        }
        return some;
    }
}
