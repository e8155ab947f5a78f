package dev.runlog.diagnosis;

import dev.runlog.run.Connectors;
import dev.runlog.run.Run;
import dev.runlog.state.State;
import dev.runlog.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads whether a run's code was in its place: of the connector's states a bounded number around its start. */
record Deployments(StateStore states, Connectors connectors) {
    private static final int MOST_STATES = 100;

    /**
     * Empty where the run's connector is not known yet.
     *
     * @param changed states that changed between the last good run and this one
     */
    Optional<Deployment> of(Run run, List<State> changed) {
        return Optional.ofNullable(run.connector()).flatMap(connectors::idOf).map(connectorId -> {
            var start = run.startedAt();
            var before = states.madeBefore(connectorId, run.version(), start, MOST_STATES);
            var near = new ArrayList<State>(states.doneBy(start, before));
            near.addAll(states.madeAfter(connectorId, run.version(), start, MOST_STATES));
            return Deployment.of(run, near, changed);
        });
    }
}
