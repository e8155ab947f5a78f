package dev.runlog.diagnosis;

import dev.runlog.log.LogExcerpt;
import dev.runlog.log.RunEntries;
import dev.runlog.log.RunError;
import dev.runlog.log.RunErrors;
import dev.runlog.log.Source;
import dev.runlog.output.OutputStore;
import dev.runlog.run.Connectors;
import dev.runlog.run.RunStore;
import dev.runlog.run.Seen;
import dev.runlog.state.StateStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers the evidence. Every question is bounded by a key or a number, so that a long run takes no longer. */
@ApplicationScoped
class Investigation {
    private final RunStore runs;
    private final RunErrors groups;
    private final RunEntries entries;
    private final OutputTails tails;
    private final Deployments deployments;
    private final Comparisons comparisons;

    Investigation(
            RunStore runs,
            RunErrors groups,
            RunEntries entries,
            OutputStore output,
            StateStore states,
            Connectors connectors,
            Comparisons comparisons) {
        this.runs = runs;
        this.groups = groups;
        this.entries = entries;
        this.tails = new OutputTails(output);
        this.deployments = new Deployments(states, connectors);
        this.comparisons = comparisons;
    }

    Evidence of(Seen seen, long runId) {
        var kept = runs.closeUp(runId);
        var run = kept.run();
        var errors = groups.of(runId);
        var application = top(errors, Source.APPLICATION);
        var calls = top(errors, Source.CONTAINER_API);
        var firstOfGroups = errors.stream()
                .filter(error -> error.source() == Source.APPLICATION)
                .map(RunError::firstSeq)
                .min(Integer::compare);
        var firstOfAll = Optional.ofNullable(kept.counts().firstError().seq());
        var firstCall = Optional.ofNullable(kept.counts().firstCall().seq());
        var excerpts = excerpts(
                runId,
                Stream.concat(application.stream(), calls.stream()).map(RunError::firstSeq),
                Stream.of(firstOfGroups, firstOfAll, firstCall).flatMap(Optional::stream));
        var firstError = firstOfAll
                .map(excerpts::get)
                .filter(entry -> entry.source() == Source.APPLICATION)
                .or(() -> firstOfGroups.map(excerpts::get));
        var comparison = comparisons.of(seen, runId, run, errors);
        var output = tails.of(runId, run);
        var deployment = deployments.of(run, comparison.statesBetween());
        var closeUp = kept.counts().endedBadly() ? kept.having(Examination.found(output, deployment)) : kept;
        return new Evidence(
                closeUp,
                firstError,
                firstCall.map(excerpts::get),
                groups(application, excerpts),
                groups(calls, excerpts),
                output,
                seen.isOneRun()
                        ? deployment.map(
                                untold -> Deployment.untold(closeUp.run().failure()))
                        : deployment,
                comparison);
    }

    private static List<RunError> top(List<RunError> errors, Source source) {
        return errors.stream()
                .filter(error -> error.source() == source)
                .limit(Evidence.MOST_GROUPS)
                .toList();
    }

    private Map<Integer, LogExcerpt> excerpts(long runId, Stream<Integer> ofGroups, Stream<Integer> first) {
        var seqs = Stream.concat(ofGroups, first).toList();
        return seqs.isEmpty() ? new HashMap<>() : entries.excerpts(runId, seqs);
    }

    private static List<Group> groups(List<RunError> errors, Map<Integer, LogExcerpt> excerpts) {
        return errors.stream()
                .map(error -> new Group(error, Optional.ofNullable(excerpts.get(error.firstSeq()))))
                .toList();
    }
}
