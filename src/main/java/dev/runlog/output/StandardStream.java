package dev.runlog.output;

import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import dev.runlog.run.OutputTally;
import dev.runlog.run.OutputTally.Extent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a container writes to. */
public enum StandardStream {
    STDOUT(1),
    STDERR(2);

    private final int code;

    StandardStream(int code) {
        this.code = code;
    }

    /** How it is stored. */
    int code() {
        return code;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<StandardStream> of(String label) {
        return Arrays.stream(values())
                .filter(stream -> stream.label().equals(label))
                .findFirst();
    }

    /** @throws Refusal 404 where a path names no such stream */
    public static StandardStream inPath(String label) {
        return of(label)
                .orElseThrow(() -> new Refusal(ProblemCode.NOT_FOUND, "A run has two streams: stdout and stderr."));
    }

    /** How far this stream of a run reaches. */
    public Extent in(OutputTally tally) {
        return switch (this) {
            case STDOUT -> tally.stdout();
            case STDERR -> tally.stderr();
        };
    }
}
