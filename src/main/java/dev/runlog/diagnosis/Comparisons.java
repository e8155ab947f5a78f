package dev.runlog.diagnosis;

import dev.runlog.diagnosis.Comparison.Levels;
import dev.runlog.diagnosis.Comparison.Versions;
import dev.runlog.log.RunEntries;
import dev.runlog.log.RunError;
import dev.runlog.log.RunErrors;
import dev.runlog.log.Source;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Connectors;
import dev.runlog.run.Run;
import dev.runlog.run.RunStore;
import dev.runlog.run.Seen;
import dev.runlog.state.State;
import dev.runlog.state.StateStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Puts a run beside the last good one. */
@ApplicationScoped
class Comparisons {
    private static final int MOST = 20;
    private static final double THOUSANDTHS = 1_000;

    private final RunStore runs;
    private final RunErrors groups;
    private final RunEntries entries;
    private final StateStore states;
    private final Connectors connectors;

    Comparisons(RunStore runs, RunErrors groups, RunEntries entries, StateStore states, Connectors connectors) {
        this.runs = runs;
        this.groups = groups;
        this.entries = entries;
        this.states = states;
        this.connectors = connectors;
    }

    /** @throws Refusal 404 where no run of the connector and site has succeeded before */
    Comparison of(Seen seen, long runId) {
        var comparison = of(seen, runId, runs.closeUp(runId).run(), groups.of(runId));
        if (comparison.lastGoodRun() == null) {
            throw new Refusal(ProblemCode.NO_EARLIER_SUCCESS, ProblemCode.NO_EARLIER_SUCCESS.explanation());
        }
        return comparison;
    }

    /** @param errors the run's groups, the most frequent first */
    Comparison of(Seen seen, long runId, Run run, List<RunError> errors) {
        return runs.lastSuccessBefore(seen, runId, run)
                .map(good -> compare(new Side(runId, run, errors), good))
                .orElseGet(() -> Comparison.withNothing(run));
    }

    private record Side(long runId, Run run, List<RunError> errors) {}

    private Comparison compare(Side now, Run good) {
        var goodId = runs.idOf(good.processId());
        var then = new Side(goodId, good, groups.of(goodId));
        var fresh = onlyIn(now, then);
        var gone = onlyIn(then, now);
        return new Comparison(
                now.run.processId(),
                good.processId(),
                new Versions(now.run.version(), good.version()),
                ratio(now.run.durationMs(), good.durationMs()),
                new Levels(now.run.logs().byLevel(), good.logs().byLevel()),
                groups(now, fresh).stream().map(group -> group.of(now.run)).toList(),
                groups(then, gone).stream().map(group -> group.of(good)).toList(),
                failures(now, fresh),
                failures(then, gone),
                between(good, now.run));
    }

    /** None where one of them has no entries any more: what it had is not known then. */
    private List<RunError> onlyIn(Side here, Side there) {
        if (here.run.logsExpired() || there.run.logsExpired()) {
            return List.of();
        }
        var known = groups.known(
                there.runId, here.errors.stream().map(RunError::fingerprint).toList());
        return here.errors.stream()
                .filter(error -> !known.contains(error.fingerprint()))
                .toList();
    }

    private List<FailedCalls> failures(Side side, List<RunError> only) {
        var calls = only.stream()
                .filter(error -> error.source() == Source.CONTAINER_API)
                .toList();
        return groups(side, calls).stream().map(Group::failedCalls).toList();
    }

    private List<Group> groups(Side side, List<RunError> errors) {
        var shown = errors.subList(0, Math.min(errors.size(), MOST));
        var excerpts = entries.excerpts(
                side.runId, shown.stream().map(RunError::firstSeq).toList());
        return shown.stream()
                .map(error -> new Group(error, Optional.ofNullable(excerpts.get(error.firstSeq()))))
                .toList();
    }

    private static Double ratio(Long now, Long then) {
        return now == null || then == null || then == 0
                ? null
                : (Double) (Math.round(now * THOUSANDTHS / then) / THOUSANDTHS);
    }

    private List<State> between(Run good, Run now) {
        return connectors
                .idOf(now.connector())
                .map(connector -> states.changedWithin(connector, good.startedAt(), now.startedAt(), MOST))
                .orElse(List.of());
    }
}
