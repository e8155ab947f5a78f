package dev.runlog.ingest;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The value of a secret name in a text: where it begins and ends, and what stands for it. For one thread. */
final class NamedValue {
    private static final String BEHIND = "\"'`&;,)]}<>|\\";
    private static final Set<String> NO_SECRET = Set.of("null", "true", "false", "none", "nil", "undefined");

    /** What goes on for one more word, and what to the line's end (RFC 9110, 11.4). */
    private static final Set<String> SCHEMES =
            Set.of("bearer", "basic", "token", "apikey", "key", "negotiate", "ntlm", "jwt");

    private static final Set<String> LONG_SCHEMES = Set.of("digest", "oauth", "hmac", "aws4-hmac-sha256");
    private static final Pattern QUOTED = Pattern.compile("\\\\*[\"']");
    private static final int SHORT = 16;

    private final String text;
    private final String name;
    private final String quotes;
    private String mask = Redaction.MASK;
    private int from;
    private int to;

    /**
     * @param name in its plain form
     * @param quotes what closes the name
     */
    NamedValue(String text, String name, String quotes) {
        this.text = text;
        this.name = name;
        this.quotes = quotes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    String mask() {
        return mask;
    }

    /** {@code <name>value<}. */
    boolean inElement(int begin, int at) {
        if (begin == 0 || text.charAt(begin - 1) != '<' || !quotes.isEmpty()) {
            return false;
        }
        from = at + 1;
        to = text.indexOf('<', from);
        to = to < 0 ? text.length() : to;
        return !isNothing();
    }

    /** {@code name=value}, {@code name: value}, {@code 'name' => 'value'}, {@code "name":"value"}. */
    boolean behind(char sign, int at) {
        from = at + 1;
        if (sign == '=' && isAt(from, '>')) {
            from++;
        } else if (isAt(from, sign) || at > 0 && text.charAt(at - 1) == sign) {
            return false;
        }
        while (isAt(from, ' ') && from - at < 8) {
            from++;
        }
        var quote = quoteAt(text, from);
        if (quote > 0) {
            from += quote;
            to = closing(text, from, text.charAt(from - 1), quote - 1);
            return !isNothing();
        }
        var quoted = isQuoted();
        if (quoted && (isAt(from, '{') || isAt(from, '['))) {
            to = balanced();
        } else {
            to = plain(sign);
        }
        if (isNothing() || sign == ':' && !quoted && SecretNames.isWord(name) && isOfSentence()) {
            return false;
        }
        if (quoted) {
            mask = quotes + Redaction.MASK + quotes;
        }
        return true;
    }

    private boolean isQuoted() {
        return !quotes.isEmpty() && QUOTED.matcher(quotes).matches();
    }

    private boolean isAt(int at, char c) {
        return isAt(text, at, c);
    }

    private static boolean isAt(String text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /** There is nothing, or what is no secret. */
    private boolean isNothing() {
        return from >= to
                || to - from <= 9 && NO_SECRET.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
    }

    /** "Invalid token: unexpected end": the next word, not a token. */
    private boolean isOfSentence() {
        return to - from < SHORT && Credentials.isLetters(text, from, to);
    }

    /** Length of the quote, with the backslashes before it, that begins here; 0 where none does. */
    static int quoteAt(String text, int at) {
        int quote = at;
        while (isAt(text, quote, '\\')) {
            quote++;
        }
        return isAt(text, quote, '"') || isAt(text, quote, '\'') ? quote - at + 1 : 0;
    }

    /** Where the value ends whose quote has so many backslashes before it: with its line where it is not closed. */
    static int closing(String text, int from, char quote, int backslashes) {
        int before = 0;
        for (int i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == quote && isSame(before, backslashes)) {
                return i - backslashes;
            }
            if (c == '\n') {
                return i;
            }
            before = c == '\\' ? before + 1 : 0;
        }
        return text.length();
    }

    private static boolean isSame(int before, int backslashes) {
        return backslashes == 0 ? before % 2 == 0 : before == backslashes;
    }

    /** An object or array, with the strings in it. */
    private int balanced() {
        var quote = quotes.charAt(quotes.length() - 1);
        int depth = 0;
        int before = 0;
        boolean inside = false;
        for (int i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == quote && isSame(before, quotes.length() - 1)) {
                inside = !inside;
            } else if (!inside && (c == '{' || c == '[')) {
                depth++;
            } else if (!inside && (c == '}' || c == ']') && --depth == 0) {
                return i + 1;
            }
            before = c == '\\' ? before + 1 : 0;
        }
        return text.length();
    }

    private int plain(char sign) {
        var end = wordEnd(from);
        if (name.endsWith("authorization")) {
            var scheme = text.substring(from, Math.min(end, from + SHORT)).toLowerCase(Locale.ROOT);
            if (LONG_SCHEMES.contains(scheme)) {
                return lineEnd(end);
            }
            return SCHEMES.contains(scheme) && isAt(end, ' ') ? wordEnd(end + 1) : end;
        }
        return sign == ':' && name.endsWith("cookie") && text.startsWith("=", cookieNameEnd()) ? lineEnd(end) : end;
    }

    /** Of {@code Cookie: name=value; …}. */
    private int cookieNameEnd() {
        int end = from;
        while (end < text.length() && TokenShape.Alphabet.BASE64URL.has(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int wordEnd(int begin) {
        int end = begin;
        while (end < text.length() && text.charAt(end) > ' ' && BEHIND.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private int lineEnd(int begin) {
        int end = begin;
        while (end < text.length() && "\r\n\"'<\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
