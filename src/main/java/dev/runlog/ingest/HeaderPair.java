package dev.runlog.ingest;

/**
 * A name and its value as two members of an object in JSON, side by side: {@code "name":"Authorization","value":"…"}, as in
 * lists of headers (HAR, Postman, .NET), in either order.
 *
 * @param quotes of the names, with the backslashes before them where the JSON is in a string
 */
record HeaderPair(String text, String quotes, SecretNames names) {
    static final String VALUE = "value";
    private static final int MOST_NAME = 64;
    private static final int MOST_SPACE = 16;

    /** Whether the name that ends here is that of the value. */
    static boolean isValue(String text, int end) {
        return isOf(text, VALUE, end);
    }

    private static boolean isOf(String text, String name, int end) {
        var begin = end - name.length();
        return text.regionMatches(true, begin, name, 0, name.length())
                && (begin == 0 || !SecretScan.isName(text.charAt(begin - 1)));
    }

    /** Whether the names of names are this. */
    static boolean isName(String name) {
        return name.equalsIgnoreCase("name") || name.equalsIgnoreCase("key") || name.equalsIgnoreCase("header");
    }

    /** The secret name in the member that ends before the member at {@code member}; null where there is none. */
    String nameBefore(int member, int least) {
        var end = before(spacesBefore(before(spacesBefore(member, least), ",", least), least), quotes, least);
        if (end < 0) {
            return null;
        }
        int begin = end;
        while (begin > least && end - begin < MOST_NAME && SecretScan.isName(text.charAt(begin - 1))) {
            begin--;
        }
        var name = names.secret(text, begin, end);
        var colon = before(spacesBefore(before(begin, quotes, least), least), ":", least);
        var key = before(spacesBefore(colon, least), quotes, least);
        return name != null && key > 0 && isKey(key) ? name : null;
    }

    private boolean isKey(int end) {
        return isOf(text, "name", end) || isOf(text, "key", end) || isOf(text, "header", end);
    }

    private int spacesBefore(int at, int least) {
        int begin = at;
        while (begin > least && at - begin < MOST_SPACE && text.charAt(begin - 1) <= ' ') {
            begin--;
        }
        return begin;
    }

    /** Where the part begins that ends at {@code at}; -1 where it does not. */
    private int before(int at, String part, int least) {
        var begin = at - part.length();
        return at >= 0 && begin >= least && text.startsWith(part, begin) ? begin : -1;
    }

    /** Whether a text with the same quotes begins here. */
    boolean isText(int at) {
        return text.startsWith(quotes, spacesBehind(at));
    }

    /** Whether a secret name is in the member behind the value that ends at {@code end}. */
    boolean hasNameBehind(int end) {
        var key = behind(spacesBehind(behind(spacesBehind(behind(end, quotes)), ",")), quotes);
        int keyEnd = word(key);
        if (keyEnd < 0 || !isName(text.substring(key, keyEnd))) {
            return false;
        }
        var name = behind(spacesBehind(behind(spacesBehind(behind(keyEnd, quotes)), ":")), quotes);
        int nameEnd = word(name);
        return nameEnd >= 0 && behind(nameEnd, quotes) >= 0 && names.secret(text, name, nameEnd) != null;
    }

    /** Where the name ends that begins here; -1 where none does. */
    private int word(int from) {
        int end = from;
        while (end >= 0 && end < text.length() && end - from < MOST_NAME && SecretScan.isName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int spacesBehind(int at) {
        int end = at;
        while (end >= 0 && end < text.length() && end - at < MOST_SPACE && text.charAt(end) <= ' ') {
            end++;
        }
        return end;
    }

    /** Where the part ends that begins at {@code at}; -1 where it does not. */
    private int behind(int at, String part) {
        return at >= 0 && text.startsWith(part, at) ? at + part.length() : -1;
    }
}
