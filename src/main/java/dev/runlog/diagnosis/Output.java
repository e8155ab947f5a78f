package dev.runlog.diagnosis;

import dev.runlog.output.OutputTail;
import dev.runlog.output.StandardStream;
import java.util.List;
import java.util.Optional;

/**
 * What a run wrote last.
 *
 * @param crash the last stack trace or uncaught exception: on stderr, or on stdout where stderr has none
 */
record Output(OutputTail stdout, OutputTail stderr, Optional<Crash> crash) {
    private static final int LAST_LINES = 20;
    private static final int MOST_WORDS = 300;

    /** @param linesToEnd how many last lines of the stream hold it */
    record Crash(StandardStream stream, Trace trace, int linesToEnd) {
        /** Where it stands and what it says, cut. */
        String words() {
            return stream.label() + " says: " + Words.cut(trace.said(), MOST_WORDS);
        }

        /** Whether so many last lines of the stream are all part of it. */
        boolean isAllOfTheLast(int lines) {
            return linesToEnd >= lines && trace.lines().size() == linesToEnd;
        }

        static Optional<Crash> in(StandardStream stream, OutputTail tail) {
            return Trace.lastIn(tail.lines())
                    .map(trace -> new Crash(stream, trace, tail.lines().size() - trace.from()));
        }
    }

    static Output of(OutputTail stdout, OutputTail stderr) {
        var crash = Crash.in(StandardStream.STDERR, stderr).or(() -> Crash.in(StandardStream.STDOUT, stdout));
        return new Output(stdout, stderr, crash);
    }

    static List<String> last(OutputTail tail) {
        var lines = tail.lines();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }
}
