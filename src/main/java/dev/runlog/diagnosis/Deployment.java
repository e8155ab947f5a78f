package dev.runlog.diagnosis;

import dev.runlog.run.Failure;
import dev.runlog.run.Run;
import dev.runlog.run.RunStatus;
import dev.runlog.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the code that a run was to run was in its place: the newest build and the newest sync of its connector and
 * version.
 *
 * @param newest those, as they are known now or, where they were done at the run's start, then; a step that is not known
 *     is left out
 * @param doubts what speaks against it, a sentence each
 * @param notes what happened behind the run and so does not
 * @param changed states that changed between the last good run and this one
 * @param isTold whether the states may be told of; where not, none is here
 */
record Deployment(List<State> newest, List<String> doubts, List<String> notes, List<State> changed, boolean isTold) {

    /** The steps of a deployment, by what their operations are called. */
    private enum Part {
        BUILD("build"),
        SYNC("sync", "deploy");

        private final List<String> names;

        Part(String... names) {
            this.names = List.of(names);
        }

        boolean isOf(State state) {
            var name = state.name().toLowerCase(Locale.ROOT);
            return names.stream().anyMatch(name::contains);
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param states of the run's connector, made before the run and since */
    static Deployment of(Run run, List<State> states, List<State> changed) {
        var newest = new ArrayList<State>();
        var doubts = new ArrayList<String>();
        var notes = new ArrayList<String>();
        for (var part : Part.values()) {
            var known = states.stream()
                    .filter(part::isOf)
                    .filter(state -> isOfVersion(state, run.version()))
                    .sorted(Comparator.comparing(State::createdAt).reversed())
                    .toList();
            var before = first(known.stream().filter(state -> !state.createdAt().isAfter(run.startedAt())));
            var since = known.stream()
                    .filter(state -> state.createdAt().isAfter(run.startedAt()))
                    .min(Comparator.comparing(State::createdAt));
            before.ifPresent(newest::add);
            since.ifPresent(newest::add);
            before.flatMap(state -> doubt(state, run.startedAt())).ifPresent(doubts::add);
            since.ifPresent(state -> (isHarmless(state, run, before.isPresent()) ? notes : doubts)
                    .add(told(part, state, run, before.isPresent())));
        }
        return new Deployment(newest, doubts, notes, changed, true);
    }

    /** Whether a step that began behind the run's start leaves it alone. */
    private static boolean isHarmless(State since, Run run, boolean hasEarlier) {
        return hasEarlier && followed(since, run) || since.isDone() && run.status() == RunStatus.SUCCEEDED;
    }

    private static boolean followed(State since, Run run) {
        return run.finishedAt() != null && !since.createdAt().isBefore(run.finishedAt());
    }

    private static String told(Part part, State since, Run run, boolean hasEarlier) {
        if (!hasEarlier) {
            return "The first known " + part.label() + " of version " + run.version() + ", " + named(since)
                    + ", is newer than the run's start; it is " + since.status() + ".";
        }
        return "Another " + part.label() + ", " + named(since) + ", "
                + (followed(since, run) ? "followed the run; it is " : "began while the run was going; it is ")
                + since.status() + ".";
    }

    /** For who may see the run and no states: what the run's {@code failure} says is all that is told. */
    static Deployment untold(Failure failure) {
        var isDoubted = failure != null && failure.kind() == Failure.Kind.DEPLOYMENT_NOT_READY;
        List<String> doubts =
                isDoubted ? List.of("The build or sync of its version was not in place when it started.") : List.of();
        return new Deployment(List.of(), doubts, List.of(), List.of(), false);
    }

    private static boolean isOfVersion(State state, String version) {
        return state.version() == null || version == null || state.version().equals(version);
    }

    private static Optional<State> first(Stream<State> states) {
        return states.findFirst();
    }

    private static Optional<String> doubt(State state, Instant startedAt) {
        if (!state.terminal()) {
            return Optional.of(named(state) + " has not ended; it is " + state.status() + ".");
        }
        if (!state.isDone()) {
            return Optional.of(named(state) + " did not complete; it is " + state.status() + ".");
        }
        return state.finishedAt().isAfter(startedAt)
                ? Optional.of(named(state) + " was done only at " + Words.time(state.finishedAt())
                        + ", behind the run's start.")
                : Optional.empty();
    }

    static String named(State state) {
        return state.name() + " (" + state.stateId() + ")";
    }

    boolean isInDoubt() {
        return !doubts.isEmpty();
    }
}
