package dev.runlog.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code q} asks for: words and phrases that must all occur, in any case, and those that must not.
 *
 * @param wanted at least none; each is plain text, quotes taken off
 */
public record TextSearch(List<String> wanted, List<String> unwanted) {
    public static final int MOST_CHARACTERS = 200;
    private static final Pattern TERM = Pattern.compile("(-?)(?:\"([^\"]*)\"?|(\\S+))");

    /** Reads {@code word -word "a phrase" -"a phrase"}; a quote left open ends with the text. */
    public static TextSearch of(String q) {
        var wanted = new ArrayList<String>();
        var unwanted = new ArrayList<String>();
        var terms = TERM.matcher(q);
        while (terms.find()) {
            var term = terms.group(2) != null ? terms.group(2) : terms.group(3);
            if (term.isBlank() || term.equals("-")) {
                continue;
            }
            (terms.group(1).isEmpty() ? wanted : unwanted).add(term);
        }
        return new TextSearch(wanted, unwanted);
    }

    /** Reads the parameter {@code q} and narrows {@code filter} to rows whose {@code column} matches. */
    public static void narrow(Parameters parameters, Filter filter, String column) {
        var q = parameters.one("q");
        if (q.isEmpty()) {
            return;
        }
        if (q.get().codePointCount(0, q.get().length()) > MOST_CHARACTERS) {
            parameters.fault("q", "has more than " + MOST_CHARACTERS + " characters");
            return;
        }
        var search = of(q.get());
        if (search.wanted.isEmpty() && search.unwanted.isEmpty()) {
            parameters.fault("q", "holds no word to look for");
        }
        search.narrow(filter, column);
    }

    private void narrow(Filter filter, String column) {
        for (int i = 0; i < wanted.size(); i++) {
            filter.and(column + " ilike :wanted" + i, "wanted" + i, pattern(wanted.get(i)));
        }
        for (int i = 0; i < unwanted.size(); i++) {
            filter.and(column + " not ilike :unwanted" + i, "unwanted" + i, pattern(unwanted.get(i)));
        }
    }

    private static String pattern(String text) {
        return "%" + escaped(text) + "%";
    }

    /** The text with LIKE's own characters made plain. */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** Whether {@code text} matches, for rows that are not the database's own. */
    public boolean matches(String text) {
        return wanted.stream().allMatch(term -> occurs(term, text))
                && unwanted.stream().noneMatch(term -> occurs(term, text));
    }

    private static boolean occurs(String term, String text) {
        return Pattern.compile(Pattern.quote(term), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text)
                .find();
    }
}
