package dev.runlog.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a program says that it fails: an uncaught exception with its stack trace, a fatal error, or a process's last words.
 *
 * @param runtime whose way of saying it this is
 * @param headline what failed, in one line
 * @param cause the innermost cause, where the trace names one
 * @param from index of the first line
 * @param lines as they were written
 */
record Trace(String runtime, String headline, Optional<String> cause, int from, List<String> lines) {
    private static final int MOST_CHARACTERS = 1_000;

    /** The last one; what one line says alone, such as {@code Killed}, only where there is no other. */
    static Optional<Trace> lastIn(List<String> lines) {
        var readable = lines.stream().map(Trace::beginning).toList();
        var uncaught = last(readable, TraceForms.UNCAUGHT);
        return uncaught.isPresent() ? uncaught : last(readable, TraceForms.LAST_WORDS);
    }

    private static String beginning(String line) {
        return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) : line;
    }

    private static Optional<Trace> last(List<String> lines, List<TraceForm> forms) {
        var found = new ArrayList<Trace>();
        for (int at = 0; at < lines.size(); ) {
            var trace = at(lines, at, forms);
            trace.ifPresent(found::add);
            at += trace.map(one -> one.lines.size()).orElse(1);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    private static Optional<Trace> at(List<String> lines, int at, List<TraceForm> forms) {
        return forms.stream().flatMap(form -> form.at(lines, at).stream()).findFirst();
    }

    /** Whether the system says that it killed a process, as {@code Killed} or in the kernel's words. */
    boolean tellsOfKill() {
        return (runtime.equals("process") || runtime.equals("kernel"))
                && headline.toLowerCase(Locale.ROOT).contains("kill");
    }

    /** The headline, and what is behind it. */
    String said() {
        return headline + cause.map(inner -> ", caused by " + inner).orElse("");
    }
}
