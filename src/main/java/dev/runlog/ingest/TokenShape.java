package dev.runlog.ingest;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Credentials that are known by how they begin.
 *
 * @param beginning as it is written
 * @param least characters behind it that make it one
 */
record TokenShape(String beginning, Alphabet alphabet, int least) {

    /** What a token goes on with. */
    enum Alphabet {
        CAPITALS {
            @Override
            boolean has(char c) {
                return c >= 'A' && c <= 'Z' || isDigit(c);
            }
        },
        BASE62 {
            @Override
            boolean has(char c) {
                return isLetter(c) || isDigit(c);
            }
        },
        BASE64URL {
            @Override
            boolean has(char c) {
                return isLetter(c) || isDigit(c) || c == '-' || c == '_';
            }
        },
        /** RFC 9110, 11.2: token68, whose padding stands at its end only. */
        TOKEN68 {
            @Override
            boolean has(char c) {
                return BASE64URL.has(c) || c == '.' || c == '~' || c == '+' || c == '/';
            }

            @Override
            int end(CharSequence text, int from) {
                int end = super.end(text, from);
                while (end > from && end < text.length() && text.charAt(end) == '=') {
                    end++;
                }
                return end;
            }
        };

        abstract boolean has(char c);

        /** Where what began at {@code from} ends. */
        int end(CharSequence text, int from) {
            int end = from;
            while (end < text.length() && has(text.charAt(end))) {
                end++;
            }
            return end;
        }

        static boolean isLetter(char c) {
            return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        }

        static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }

    /** Those of AWS, GitHub, GitLab, Slack, Stripe, Google, Shopify, and this service's own keys. */
    private static final List<TokenShape> KNOWN = List.of(
            new TokenShape("AKIA", Alphabet.CAPITALS, 16),
            new TokenShape("ASIA", Alphabet.CAPITALS, 16),
            new TokenShape("AIza", Alphabet.BASE64URL, 30),
            new TokenShape("ghp_", Alphabet.BASE62, 20),
            new TokenShape("gho_", Alphabet.BASE62, 20),
            new TokenShape("ghu_", Alphabet.BASE62, 20),
            new TokenShape("ghs_", Alphabet.BASE62, 20),
            new TokenShape("ghr_", Alphabet.BASE62, 20),
            new TokenShape("github_pat_", Alphabet.BASE64URL, 20),
            new TokenShape("glpat-", Alphabet.BASE64URL, 16),
            new TokenShape("xoxa-", Alphabet.BASE64URL, 10),
            new TokenShape("xoxb-", Alphabet.BASE64URL, 10),
            new TokenShape("xoxe-", Alphabet.BASE64URL, 10),
            new TokenShape("xoxo-", Alphabet.BASE64URL, 10),
            new TokenShape("xoxp-", Alphabet.BASE64URL, 10),
            new TokenShape("xoxr-", Alphabet.BASE64URL, 10),
            new TokenShape("xoxs-", Alphabet.BASE64URL, 10),
            new TokenShape("sk_live_", Alphabet.BASE62, 10),
            new TokenShape("sk_test_", Alphabet.BASE62, 10),
            new TokenShape("rk_live_", Alphabet.BASE62, 10),
            new TokenShape("rk_test_", Alphabet.BASE62, 10),
            new TokenShape("shpat_", Alphabet.BASE62, 20),
            new TokenShape("shpca_", Alphabet.BASE62, 20),
            new TokenShape("shppa_", Alphabet.BASE62, 20),
            new TokenShape("shpss_", Alphabet.BASE62, 20),
            new TokenShape("rl_", Alphabet.BASE62, 36));

    /** The rarest character in each beginning, by which a text is searched for it, and what may stand before that. */
    private static final List<List<TokenShape>> BY_LETTER_BEFORE_MARK = IntStream.range(0, 0x80)
            .mapToObj(letter -> KNOWN.stream()
                    .filter(shape -> shape.mark() > 0 && shape.beginning.charAt(shape.mark() - 1) == letter)
                    .toList())
            .toList();

    private static final String JWT = "eyJ";
    private static final int JWT_LEAST = 20;

    private int mark() {
        var line = beginning.indexOf('_');
        return line > 0 ? line : beginning.indexOf('-');
    }

    /** Where the beginning of a token begins that has its mark, one of {@code _ - A J}, at {@code at}; -1 for none. */
    static int beginning(String text, int at) {
        var mark = text.charAt(at);
        if (mark == 'A') {
            return at;
        }
        if (mark == 'J') {
            return at >= 2 && text.startsWith(JWT, at - 2) ? at - 2 : -1;
        }
        var letter = at == 0 ? 0 : text.charAt(at - 1);
        if (letter >= 0x80) {
            return -1;
        }
        for (var shape : BY_LETTER_BEFORE_MARK.get(letter)) {
            if (text.startsWith(shape.beginning, at - shape.mark())) {
                return at - shape.mark();
            }
        }
        return -1;
    }

    /** Where the token ends that begins at {@code from}; {@code from} itself where none does. */
    static int end(String text, int from) {
        for (var shape : KNOWN) {
            if (text.startsWith(shape.beginning, from)) {
                var begun = from + shape.beginning.length();
                var end = shape.alphabet.end(text, begun);
                return end - begun >= shape.least ? end : from;
            }
        }
        return text.startsWith(JWT, from) ? jwtEnd(text, from) : from;
    }

    /** RFC 7519 and 7516: parts in base64url, with dots between; a signature may be empty, and the end cut off. */
    private static int jwtEnd(String text, int from) {
        int end = Alphabet.BASE64URL.end(text, from);
        int dots = 0;
        while (end < text.length() && text.charAt(end) == '.') {
            var part = Alphabet.BASE64URL.end(text, end + 1);
            if (part == end + 1 && dots == 0) {
                break;
            }
            dots++;
            end = part;
        }
        return dots > 0 && end - from >= JWT_LEAST ? end : from;
    }
}
