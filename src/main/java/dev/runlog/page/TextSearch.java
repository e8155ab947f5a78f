package dev.runlog.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What {@code q} asks for: words and phrases that must all occur, in any case, and those that must not.
 *
 * @param wanted at least none; each is plain text, quotes taken off
 */
public record TextSearch(List<String> wanted, List<String> unwanted) {
    public static final int MOST_CHARACTERS = 200;
    public static final int MOST_TERMS = 20;
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
        of(parameters).ifPresent(search -> search.narrow(filter, column));
    }

    /** Reads the parameter {@code q}. */
    public static Optional<TextSearch> of(Parameters parameters) {
        var q = parameters.one("q");
        if (q.isPresent() && q.get().codePointCount(0, q.get().length()) > MOST_CHARACTERS) {
            parameters.fault("q", "has more than " + MOST_CHARACTERS + " characters");
            return Optional.empty();
        }
        var search = q.map(TextSearch::of);
        if (search.isPresent() && search.get().isEmpty()) {
            parameters.fault("q", "holds no word to look for");
        }
        if (search.isPresent() && search.get().terms() > MOST_TERMS) {
            parameters.fault("q", "has more than " + MOST_TERMS + " words and phrases");
            return Optional.empty();
        }
        return search;
    }

    private int terms() {
        return wanted.size() + unwanted.size();
    }

    /** Nothing to look for: it would find everything. */
    private boolean isEmpty() {
        return wanted.isEmpty() && unwanted.isEmpty();
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
        return matcher().test(text);
    }

    /** As {@link #matches}, made ready once for many texts. */
    public Predicate<String> matcher() {
        var must = wanted.stream().map(TextSearch::occurs).toList();
        var mustNot = unwanted.stream().map(TextSearch::occurs).toList();
        return text -> must.stream().allMatch(term -> term.test(text))
                && mustNot.stream().noneMatch(term -> term.test(text));
    }

    private static Predicate<String> occurs(String term) {
        return Pattern.compile(Pattern.quote(term), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .asPredicate();
    }
}
