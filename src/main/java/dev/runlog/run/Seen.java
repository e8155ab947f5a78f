package dev.runlog.run;

import dev.runlog.page.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a credential lets its bearer see, as the ids that rows have. Every {@link Filter} is made here, so that none can be
 * made without it; another run's rows are as if they were not there.
 */
public final class Seen {
    private final Optional<Set<String>> names;
    private final Optional<List<Long>> runIds;
    private final Function<Collection<String>, Set<Integer>> idsOf;

    /**
     * @param names of the only connectors
     * @param runIds of the only run, none where it has not been seen yet
     */
    Seen(Optional<Set<String>> names, Optional<List<Long>> runIds, Function<Collection<String>, Set<Integer>> idsOf) {
        this.names = names;
        this.runIds = runIds;
        this.idsOf = idsOf;
    }

    public boolean isEverything() {
        return names.isEmpty() && runIds.isEmpty();
    }

    /** Whether that is one run at most, and nothing of its connector. */
    public boolean isOneRun() {
        return runIds.isPresent();
    }

    /** The id of the only run; none where it has not been seen yet or there is no such limit. */
    public List<Long> runIds() {
        return runIds.orElse(List.of());
    }

    /**
     * The ids of connectors to look for; empty where any will do.
     *
     * @param asked names, any where there are none; one that is not seen is not even looked up, as if it did not exist
     */
    public Optional<Set<Integer>> connectors(Set<String> asked) {
        if (names.isEmpty() && asked.isEmpty()) {
            return Optional.empty();
        }
        var wanted = asked.isEmpty()
                ? names.get()
                : asked.stream()
                        .filter(name -> names.isEmpty() || names.get().contains(name))
                        .toList();
        return Optional.of(idsOf.apply(wanted));
    }

    /**
     * Conditions on rows that are of runs; each connector is a branch, see {@link Filter#eachOf}.
     *
     * @param connector the column of the connector's id
     * @param run the column of the run's id
     * @param asked names of connectors, any where there are none
     */
    public Filter ofRuns(String connector, String run, Set<String> asked) {
        var filter = new Filter();
        connectors(asked).ifPresent(ids -> filter.eachOf(connector, ids));
        return ofRun(filter, run);
    }

    private Filter ofRun(Filter filter, String run) {
        runIds.ifPresent(ids -> filter.oneOf(run, "seen_runs", ids));
        return filter;
    }

    /** Conditions on rows that are of connectors and of no run: who is limited to a run sees none. */
    public Filter ofConnectors(String connector, Set<String> asked) {
        var filter = new Filter();
        connectors(asked).ifPresent(ids -> filter.oneOf(connector, "connectors", ids));
        return runIds.isEmpty() ? filter : filter.and("false");
    }

    /**
     * Conditions on counts, which are of connectors and of no run.
     *
     * @param all stands in the column for all connectors together
     */
    public Filter ofCounts(String connector, Set<String> asked, int all) {
        var filter =
                new Filter().oneOf(connector, "connectors", connectors(asked).orElse(Set.of(all)));
        return runIds.isEmpty() ? filter : filter.and("false");
    }

    /** Conditions on rows of one run whose id {@link RunStore} gave, which is to say that it is seen. */
    public static Filter ofRun(String column, long runId) {
        return new Filter().and(column + " = :run", "run", runId);
    }

    /** Conditions on rows of one connector, whose id a run has that is seen. */
    public static Filter ofConnector(String column, int connectorId) {
        return new Filter().and(column + " = :connector", "connector", connectorId);
    }

    /** Conditions on rows of one state that its bearer has just written, or that was found to be seen. */
    public static Filter ofState(String column, String stateId) {
        return new Filter().and(column + " = :state", "state", stateId);
    }

    /** Conditions on titles of error groups, which are nobody's: who sees none of a group's errors is not led to it. */
    public static Filter ofTitles() {
        return new Filter();
    }
}
