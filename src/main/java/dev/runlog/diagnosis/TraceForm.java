package dev.runlog.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one runtime prints that it fails.
 *
 * @param runtime its name
 * @param names of these the first line holds one, which is looked for before the rest, since it costs next to nothing; empty
 *     where nothing is certain
 * @param start the first line; what is its first group is the headline
 * @param frame must follow soon, behind further lines of the message; null where nothing needs to
 * @param goesOn the lines that follow, blank ones between them included
 * @param closing one line behind those; null where none belongs to it
 * @param headline what failed stands in the last line like this instead; null where it stands in the first
 */
record TraceForm(
        String runtime,
        List<String> names,
        Pattern start,
        Pattern frame,
        Pattern goesOn,
        Pattern closing,
        Pattern headline) {
    private static final int MESSAGE_LINES = 20;
    private static final int BLANK_LINES = 2;
    private static final Pattern CAUSE = Pattern.compile("^\\s*Caused by: (.+)");
    private static final String NOTHING = "(?!)";

    static TraceForm form(String runtime, String start) {
        return new TraceForm(runtime, List.of(), Pattern.compile(start), null, Pattern.compile(NOTHING), null, null);
    }

    TraceForm naming(String... literals) {
        return new TraceForm(runtime, List.of(literals), start, frame, goesOn, closing, headline);
    }

    TraceForm with(String frames) {
        return new TraceForm(runtime, names, start, Pattern.compile(frames), goesOn, closing, headline);
    }

    TraceForm goingOn(String lines) {
        return new TraceForm(runtime, names, start, frame, Pattern.compile(lines), closing, headline);
    }

    TraceForm closing(String line) {
        return new TraceForm(runtime, names, start, frame, goesOn, Pattern.compile(line), headline);
    }

    TraceForm saying(String line) {
        return new TraceForm(runtime, names, start, frame, goesOn, closing, Pattern.compile(line));
    }

    /** What begins with the line at {@code from}; empty where it is not of this form. */
    Optional<Trace> at(List<String> lines, int from) {
        var line = lines.get(from);
        var first = start.matcher(line);
        if (!isNamed(line) || !first.find()) {
            return Optional.empty();
        }
        int behind = from + 1;
        if (frame != null) {
            var found = firstFrame(lines, behind);
            if (found < 0) {
                return Optional.empty();
            }
            behind = found + 1;
        }
        var trace = lines.subList(from, end(lines, behind));
        var own = first.groupCount() > 0 ? first.group(1) : first.group();
        var said = headline == null ? own : last(headline, trace).orElse(own);
        return Optional.of(new Trace(runtime, said.strip(), last(CAUSE, trace), from, List.copyOf(trace)));
    }

    private boolean isNamed(String line) {
        return names.isEmpty() || names.stream().anyMatch(line::contains);
    }

    /** Below zero where the next of its kind begins before, or none is near. */
    private int firstFrame(List<String> lines, int from) {
        for (int i = from; i < Math.min(lines.size(), from + MESSAGE_LINES); i++) {
            if (frame.matcher(lines.get(i)).find()) {
                return i;
            }
            if (start.matcher(lines.get(i)).find()) {
                return -1;
            }
        }
        return -1;
    }

    private int end(List<String> lines, int from) {
        int at = from;
        var closed = false;
        while (at < lines.size()) {
            if (goesOn.matcher(lines.get(at)).find()) {
                closed = false;
                at++;
            } else if (!closed
                    && closing != null
                    && closing.matcher(lines.get(at)).find()) {
                closed = true;
                at++;
            } else {
                var next = behindBlanks(lines, at);
                if (next == at) {
                    break;
                }
                at = next;
            }
        }
        while (lines.get(at - 1).isBlank()) {
            at--;
        }
        return at;
    }

    /** Where it goes on with a line of its own behind a few blank ones; the same place where it does not. */
    private int behindBlanks(List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && at < from + BLANK_LINES && lines.get(at).isBlank()) {
            at++;
        }
        var goesOnThere = at > from
                && at < lines.size()
                && !Character.isWhitespace(lines.get(at).charAt(0))
                && goesOn.matcher(lines.get(at)).find();
        return goesOnThere ? at : from;
    }

    private static Optional<String> last(Pattern pattern, List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            var match = pattern.matcher(lines.get(i));
            if (match.find()) {
                return Optional.of(match.group(1).strip());
            }
        }
        return Optional.empty();
    }
}
