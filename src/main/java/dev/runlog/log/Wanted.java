package dev.runlog.log;

import dev.runlog.page.Parameters;
import dev.runlog.run.RunSpan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What a run's counts tell of how many of its entries are asked for. */
record Wanted(List<Integer> levels, boolean callsOnly) {
    private static final int LEVELS = 8;

    static Wanted of(Parameters parameters, boolean calls) {
        var exact = parameters.anyOf("level").stream()
                .map(Severity::of)
                .flatMap(Optional::stream)
                .map(Severity::number)
                .toList();
        var least = parameters
                .one("minLevel", Severity::of, Severity.EXPECTED)
                .map(Severity::number)
                .orElse(LEVELS);
        var levels = IntStream.range(0, LEVELS)
                .filter(level -> level <= least && (exact.isEmpty() || exact.contains(level)))
                .boxed()
                .toList();
        var sources = parameters.anyOf("source");
        return new Wanted(levels, calls || sources.equals(Set.of(Source.CONTAINER_API.label())));
    }

    /** No fewer than the run has. */
    int mostIn(RunSpan span) {
        int ofLevels = levels.stream().mapToInt(level -> span.byLevel()[level]).sum();
        return callsOnly ? Math.min(ofLevels, span.apiFailures()) : ofLevels;
    }
}
