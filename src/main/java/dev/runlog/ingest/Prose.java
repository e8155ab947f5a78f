package dev.runlog.ingest;

import java.util.Locale;
import java.util.Set;

/** Tells what a sentence says of an option, as in "the --token expired", from the option's value. */
final class Prose {
    private static final int LONGEST = 16;
    private static final int SHORTEST_FORM = 5;
    private static final int MOST_SPACE = 8;
    private static final String SIGNS = ".:!?";

    /** No values, whatever follows. */
    private static final Set<String> SMALL = Set.of(
            ("is was are were be been has have had does did do must may might can cannot could should would will needs need"
                            + " takes expects to or and but for with without from in on at by of if as not nor no too than that"
                            + " which when while because instead given missing required requires option flag argument"
                            + " parameter value null none true false")
                    .split(" "));

    /** What options are said to be, but for the {@link #FORMS}. */
    private static final Set<String> STATES =
            Set.of(("absent bad blank broken corrupt differs different empty error fails failure forbidden"
                            + " illegal incomplete incorrect invalid long mismatch obsolete outdated short stale"
                            + " twice unknown unset unsupported weak wrong")
                    .split(" "));

    /** Endings of participles and of what is made from verbs: expired, provided, missing, validation. */
    private static final Set<String> FORMS = Set.of("ed", "ing", "ion", "able", "ible");

    private Prose() {}

    /**
     * Whether the sentence goes on, or ends, with what stands between two places. Of words that say how something is, a
     * command line would go on with an option.
     */
    static boolean goesOn(String text, int from, int to) {
        int end = to;
        while (end > from && SIGNS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end - from > LONGEST) {
            return false;
        }
        var word = text.substring(from, end);
        return SMALL.contains(word.toLowerCase(Locale.ROOT))
                || isOfState(word) && (end < to || !isOptionNext(text, to));
    }

    private static boolean isOfState(String word) {
        return STATES.contains(word)
                || word.length() >= SHORTEST_FORM
                        && word.chars().allMatch(c -> c >= 'a' && c <= 'z')
                        && FORMS.stream().anyMatch(word::endsWith);
    }

    private static boolean isOptionNext(String text, int at) {
        int next = at;
        while (next < text.length() && text.charAt(next) == ' ' && next - at < MOST_SPACE) {
            next++;
        }
        return next > at && text.startsWith("-", next) && !text.startsWith("- ", next) && !text.startsWith("-- ", next);
    }
}
