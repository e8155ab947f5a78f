package dev.runlog.ingest;

/**
 * The value of a secret option on a command line: {@code --password x}, and as lists of arguments are shown,
 * {@code '--password', 'x'}. What has a sign between is a name like others.
 *
 * @param from where the value begins
 * @param to where it ends
 * @param mask what stands for it
 */
record Option(int from, int to, String mask) {
    private static final int MOST_NAME = 64;
    private static final int MOST_BETWEEN = 8;
    private static final String BEHIND = "\"'`&;,)]}<>|\\";

    /** Whether the name of an option stands behind the dash at {@code at}: it is the second, and begins a word. */
    static boolean beginsBehind(String text, int at) {
        return at > 0
                && text.charAt(at - 1) == '-'
                && (at == 1 || !SecretScan.isName(text.charAt(at - 2)))
                && at + 1 < text.length();
    }

    /** What follows the name at {@code begin}; null where that is no secret option, or has no value. */
    static Option at(String text, int begin, SecretNames names) {
        int end = begin;
        while (end < text.length() && end - begin < MOST_NAME && SecretScan.isName(text.charAt(end))) {
            end++;
        }
        if (!names.mayEnd(text, end) || names.secret(text, begin, end) == null) {
            return null;
        }
        var quote = NamedValue.quoteAt(text, end);
        int from = end + quote;
        boolean apart = false;
        while (from < text.length() && from - end < MOST_BETWEEN && isBetween(text.charAt(from), quote)) {
            apart = true;
            from++;
        }
        if (!apart) {
            return null;
        }
        var opening = NamedValue.quoteAt(text, from);
        if (opening > 0) {
            return quoted(text, from + opening, opening);
        }
        return quote > 0 ? number(text, from, text.substring(end, end + quote)) : plain(text, from);
    }

    private static boolean isBetween(char c, int quote) {
        return c == ' ' || c == ',' && quote > 0;
    }

    private static Option quoted(String text, int from, int quote) {
        var to = NamedValue.closing(text, from, text.charAt(from - 1), quote - 1);
        return to > from ? new Option(from, to, Redaction.MASK) : null;
    }

    /** In a list of arguments whose texts have quotes. */
    private static Option number(String text, int from, String quotes) {
        var to = wordEnd(text, from);
        var isNumber = to > from && TokenShape.Alphabet.isDigit(text.charAt(from));
        return isNumber ? new Option(from, to, quotes + Redaction.MASK + quotes) : null;
    }

    private static Option plain(String text, int from) {
        var to = wordEnd(text, from);
        var isNone = to == from || text.charAt(from) == '-' || Prose.goesOn(text, from, to);
        return isNone ? null : new Option(from, to, Redaction.MASK);
    }

    private static int wordEnd(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) > ' ' && BEHIND.indexOf(text.charAt(to)) < 0) {
            to++;
        }
        return to;
    }
}
