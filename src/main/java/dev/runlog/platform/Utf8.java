package dev.runlog.platform;

import java.nio.charset.StandardCharsets;

/** Text as the database can hold it, measured in bytes of UTF-8. */
public final class Utf8 {
    private static final char NUL_SHOWN = '\u2400';
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** NUL becomes U+2400 and a lone surrogate U+FFFD; any other text is returned as it is. */
    public static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        var kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                kept.append(NUL_SHOWN);
            } else if (!Character.isSurrogate(c)) {
                kept.append(c);
            } else if (startsPair(text, i)) {
                kept.append(c).append(text.charAt(++i));
            } else {
                kept.append(REPLACEMENT);
            }
        }
        return kept.toString();
    }

    private static boolean startsPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    /** Bytes of a text without lone surrogates. */
    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += width(text.charAt(i));
        }
        return bytes;
    }

    /** The longest beginning of at most so many bytes that cuts no character. */
    public static String cut(String text, int mostBytes) {
        if (text.length() * 3L <= mostBytes) {
            return text;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += width(text.charAt(i));
            if (bytes > mostBytes) {
                var end = Character.isLowSurrogate(text.charAt(i)) ? i - 1 : i;
                return text.substring(0, end);
            }
        }
        return text;
    }

    /** A surrogate is half of a character of four bytes. */
    private static int width(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
