package dev.runlog.diagnosis;

import dev.runlog.log.LogExcerpt;
import dev.runlog.log.RunEntries;
import dev.runlog.log.RunError;
import dev.runlog.log.RunErrors;
import dev.runlog.log.Source;
import dev.runlog.output.OutputStore;
import dev.runlog.output.OutputTail;
import dev.runlog.output.StandardStream;
import dev.runlog.run.Connectors;
import dev.runlog.run.Run;
import dev.runlog.run.RunStore;
import dev.runlog.run.Seen;
import dev.runlog.state.State;
import dev.runlog.state.StateStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers the evidence. Every question is bounded by a key or a number, so that a long run takes no longer. */
@ApplicationScoped
class Investigation {
    private static final int MOST_GROUPS = 20;
    private static final int MOST_STATES = 100;
    private static final int TAIL_BYTES = 64 * 1024;

    private final RunStore runs;
    private final RunErrors groups;
    private final RunEntries entries;
    private final OutputStore output;
    private final StateStore states;
    private final Connectors connectors;
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
        this.output = output;
        this.states = states;
        this.connectors = connectors;
        this.comparisons = comparisons;
    }

    Evidence of(Seen seen, long runId) {
        var closeUp = runs.closeUp(runId);
        var run = closeUp.run();
        var errors = groups.of(runId);
        var application = top(errors, Source.APPLICATION);
        var calls = top(errors, Source.CONTAINER_API);
        var firstError = errors.stream()
                .filter(error -> error.source() == Source.APPLICATION)
                .map(RunError::firstSeq)
                .min(Integer::compare);
        var firstCall = Optional.ofNullable(closeUp.counts().firstCall().seq());
        var excerpts = excerpts(runId, application, calls, firstError, firstCall);
        var comparison = comparisons.of(seen, runId, run, errors);
        return new Evidence(
                closeUp,
                firstError.map(excerpts::get),
                firstCall.map(excerpts::get),
                groups(application, excerpts),
                groups(calls, excerpts),
                Output.of(
                        tail(runId, StandardStream.STDOUT, run.output().stdoutBytes()),
                        tail(runId, StandardStream.STDERR, run.output().stderrBytes())),
                connectorId(run).map(connector -> deployment(connector, run, comparison)),
                comparison);
    }

    private static List<RunError> top(List<RunError> errors, Source source) {
        return errors.stream()
                .filter(error -> error.source() == source)
                .limit(MOST_GROUPS)
                .toList();
    }

    private Map<Integer, LogExcerpt> excerpts(
            long runId,
            List<RunError> application,
            List<RunError> calls,
            Optional<Integer> firstError,
            Optional<Integer> firstCall) {
        var seqs = new ArrayList<Integer>();
        Stream.of(application, calls).flatMap(List::stream).forEach(error -> seqs.add(error.firstSeq()));
        firstError.ifPresent(seqs::add);
        firstCall.ifPresent(seqs::add);
        return seqs.isEmpty() ? new HashMap<>() : entries.excerpts(runId, seqs);
    }

    private static List<Group> groups(List<RunError> errors, Map<Integer, LogExcerpt> excerpts) {
        return errors.stream()
                .map(error -> new Group(error, Optional.ofNullable(excerpts.get(error.firstSeq()))))
                .toList();
    }

    private OutputTail tail(long runId, StandardStream stream, long size) {
        return size == 0 ? OutputTail.NONE : output.tail(runId, stream, size, TAIL_BYTES);
    }

    private Optional<Integer> connectorId(Run run) {
        return Optional.ofNullable(run.connector()).flatMap(connectors::idOf);
    }

    private Deployment deployment(int connectorId, Run run, Comparison comparison) {
        var near = new ArrayList<State>(states.madeBefore(connectorId, run.startedAt(), MOST_STATES));
        near.addAll(states.madeAfter(connectorId, run.startedAt(), MOST_STATES));
        return Deployment.of(run, near, comparison.statesBetween());
    }
}
