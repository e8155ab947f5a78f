package dev.runlog.ingest;

import dev.runlog.ingest.TokenShape.Alphabet;
import java.util.function.Consumer;

/**
 * A pass over a text, in time that grows with its length and no faster: most characters are looked at once, and only
 * behind one that may begin or name a credential is anything done. For one thread.
 */
final class SecretScan {
    private static final byte NAMES = 1;
    private static final byte BEGINS = 2;
    private static final byte[] TRIGGERS = triggers();

    private static final int MOST_NAME = 64;
    private static final String PEM = "-----BEGIN ";
    private static final String PEM_LABEL = "PRIVATE KEY-----";
    private static final String PEM_END = "-----END ";
    private static final String PEM_LINE = "-----";
    /** Texts made for it need more; what people write needs two. */
    private static final int MOST_LOOKS = 8;

    private final String text;
    private final SecretNames names;
    private final Consumer<SecretKind> count;
    private StringBuilder kept;
    private int copied;
    /** Before it no JWT begins: all that seem to would end where one that was none has ended. */
    private int behindNoJwt;

    private SecretScan(String text, SecretNames names, Consumer<SecretKind> count) {
        this.text = text;
        this.names = names;
        this.count = count;
    }

    private static byte[] triggers() {
        var triggers = new byte[0x80];
        for (var c : "=:>".toCharArray()) {
            triggers[c] = NAMES;
        }
        for (var c : "AJ_-Bb".toCharArray()) {
            triggers[c] = BEGINS;
        }
        return triggers;
    }

    /**
     * Looks again where something was replaced: what is left beside it may read as a credential now.
     *
     * @param count is told of each credential
     */
    static String redacted(String text, SecretNames names, Consumer<SecretKind> count) {
        var before = text;
        var redacted = new SecretScan(before, names, count).run();
        for (int looks = 1; looks < MOST_LOOKS && !redacted.equals(before); looks++) {
            before = redacted;
            redacted = new SecretScan(before, names, count).run();
        }
        return redacted;
    }

    private String run() {
        for (int i = 0; i < text.length(); ) {
            var c = text.charAt(i);
            var trigger = c < 0x80 ? TRIGGERS[c] : 0;
            if (trigger == 0) {
                i++;
            } else {
                i = trigger == NAMES ? named(i) : begun(i);
            }
        }
        return kept == null ? text : kept.append(text, copied, text.length()).toString();
    }

    /** Replaces what is between two places, unless it has been; goes on behind it. */
    private int replace(int from, int to, String by, SecretKind kind) {
        if (to - from == Redaction.MASK.length() && text.startsWith(Redaction.MASK, from)) {
            return to;
        }
        kept = kept == null ? new StringBuilder(text.length()) : kept;
        kept.append(text, copied, from).append(by);
        copied = to;
        count.accept(kind);
        return to;
    }

    private int replace(int from, int to, SecretKind kind) {
        return replace(from, to, Redaction.MASK, kind);
    }

    /** What has begun with, or before, the character at {@code at}, if a word has. */
    private int begun(int at) {
        var c = text.charAt(at);
        if (c == '-' && text.startsWith(PEM, at)) {
            return privateKey(at);
        }
        if (c == '-' && Option.beginsBehind(text, at) && at >= copied) {
            var option = Option.at(text, at + 1, names);
            if (option != null) {
                return replace(option.from(), option.to(), option.mask(), SecretKind.NAMED);
            }
        }
        if (c == 'B' || c == 'b') {
            return isInsideWord(at) ? at + 1 : scheme(at);
        }
        var from = TokenShape.beginning(text, at);
        if (from < copied || isInsideWord(from)) {
            return at + 1;
        }
        if (c == 'J' && from < behindNoJwt) {
            return at + 1;
        }
        var end = TokenShape.end(text, from);
        if (end > from) {
            return replace(from, end, SecretKind.TOKEN);
        }
        if (c == 'J') {
            behindNoJwt = Alphabet.BASE64URL.end(text, from);
        }
        return at + 1;
    }

    /** What was replaced, an escape ({@code \\n}) and a percent-encoded character end a word. */
    private boolean isInsideWord(int at) {
        return at > copied
                && isWord(text.charAt(at - 1))
                && !(at > 1 && text.charAt(at - 2) == '\\')
                && !(at > 2 && text.charAt(at - 3) == '%');
    }

    private static boolean isWord(char c) {
        return Alphabet.BASE62.has(c) || c == '_';
    }

    /** RFC 7468; one that is cut off goes to the end. */
    private int privateKey(int at) {
        int label = at + PEM.length();
        while (label < text.length() && isOfLabel(text.charAt(label)) && !text.startsWith(PEM_LABEL, label)) {
            label++;
        }
        if (!text.startsWith(PEM_LABEL, label)) {
            return label;
        }
        var end = text.indexOf(PEM_END, at);
        var line = end < 0 ? -1 : text.indexOf(PEM_LINE, end + PEM_END.length());
        return replace(at, line < 0 ? text.length() : line + PEM_LINE.length(), SecretKind.PRIVATE_KEY);
    }

    private static boolean isOfLabel(char c) {
        return Alphabet.CAPITALS.has(c) || c == ' ';
    }

    /** RFC 6750 and RFC 7617: what follows the words Bearer and Basic, where it is not the next word of a sentence. */
    private int scheme(int at) {
        var bearer = text.regionMatches(true, at, "bearer ", 0, 7);
        if (!bearer && !text.regionMatches(true, at, "basic ", 0, 6)) {
            return at + 1;
        }
        int from = at + (bearer ? 7 : 6);
        int end = Alphabet.TOKEN68.end(text, from);
        if (bearer) {
            while (end > from && text.charAt(end - 1) == '.') {
                end--;
            }
        }
        var found = bearer ? Credentials.isBearer(text, from, end) : Credentials.isBasic(text, from, end);
        return found ? replace(from, end, SecretKind.TOKEN) : from;
    }

    /** What the name before the sign at {@code at} says of what is behind it. */
    private int named(int at) {
        var sign = text.charAt(at);
        if (sign == ':' && text.startsWith("//", at + 1)) {
            return userinfo(at + 3);
        }
        int end = at;
        while (end > copied && text.charAt(end - 1) == ' ' && at - end < 8) {
            end--;
        }
        var close = end;
        while (end > copied && "\"'`]\\".indexOf(text.charAt(end - 1)) >= 0 && close - end < 8) {
            end--;
        }
        if (sign == ':' && close > end && HeaderPair.isValue(text, end)) {
            var value = paired(end, close, at);
            if (value != null) {
                return replace(value.from(), value.to(), value.mask(), SecretKind.NAMED);
            }
        }
        if (!names.mayEnd(text, end)) {
            return at + 1;
        }
        int begin = end;
        while (begin > copied && end - begin < MOST_NAME && isName(text.charAt(begin - 1))) {
            begin--;
        }
        var name = names.secret(text, begin, end);
        if (name == null && begin > copied && text.charAt(begin - 1) == '\\') {
            name = names.secret(text, begin + 1, end);
        }
        if (name == null) {
            return at + 1;
        }
        var value = new NamedValue(text, name, text.substring(end, close));
        var found = sign == '>' ? value.inElement(begin, at) : value.behind(sign, at);
        return found ? replace(value.from(), value.to(), value.mask(), SecretKind.NAMED) : at + 1;
    }

    /** The value that the name in the member beside it says is secret; null where there is none. */
    private NamedValue paired(int end, int close, int at) {
        var quotes = text.substring(end, close);
        var pair = new HeaderPair(text, quotes, names);
        var name = pair.nameBefore(end - HeaderPair.VALUE.length() - quotes.length(), copied);
        var value = new NamedValue(text, name == null ? HeaderPair.VALUE : name, quotes);
        if (name == null && !pair.isText(at + 1) || !value.behind(':', at)) {
            return null;
        }
        return name != null || pair.hasNameBehind(value.to()) ? value : null;
    }

    static boolean isName(char c) {
        return isWord(c) || c == '-' || c == '%';
    }

    /** RFC 3986, 3.2.1. */
    private int userinfo(int from) {
        int at = -1;
        int end = from;
        while (end < text.length() && !isBehindAuthority(text.charAt(end))) {
            at = text.charAt(end) == '@' ? end : at;
            end++;
        }
        return at > from ? replace(from, at, SecretKind.USERINFO) : from;
    }

    private static boolean isBehindAuthority(char c) {
        return c <= ' ' || "/?#\"'<>\\`".indexOf(c) >= 0;
    }
}
