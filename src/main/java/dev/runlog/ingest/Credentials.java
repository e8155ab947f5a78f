package dev.runlog.ingest;

import dev.runlog.ingest.TokenShape.Alphabet;

/** Tells credentials from words. */
final class Credentials {
    private static final int WORD = 6;
    private static final int LONG_WORD = 20;
    private static final int BITS_OF_A_DIGIT = 6;

    private Credentials() {}

    /** Whether it is longer than words are, or has what words have not. */
    static boolean isBearer(String text, int from, int to) {
        if (to - from < WORD) {
            return false;
        }
        return to - from >= LONG_WORD || !isLetters(text, from, withoutPadding(text, from, to));
    }

    static boolean isLetters(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Alphabet.isLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int withoutPadding(String text, int from, int to) {
        int end = to;
        while (end > from && text.charAt(end - 1) == '=') {
            end--;
        }
        return end;
    }

    /** Whether it is Base64 (RFC 4648) of a name, a colon and a password. */
    static boolean isBasic(String text, int from, int to) {
        int bits = 0;
        int have = 0;
        boolean colon = false;
        var end = withoutPadding(text, from, to);
        for (int i = from; i < end; i++) {
            var digit = digit(text.charAt(i));
            if (digit < 0) {
                return false;
            }
            bits = (bits << BITS_OF_A_DIGIT | digit) & 0xffff;
            have += BITS_OF_A_DIGIT;
            if (have >= Byte.SIZE) {
                have -= Byte.SIZE;
                var decoded = bits >> have & 0xff;
                if (decoded < ' ' || decoded == 0x7f) {
                    return false;
                }
                colon |= decoded == ':';
            }
        }
        return colon;
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
