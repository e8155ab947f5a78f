package dev.runlog.ingest;

import dev.runlog.ingest.GroupKeys.Keyed;
import dev.runlog.run.Connectors;
import dev.runlog.run.RunKeys;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Whose the runs of one group of writes are, as far as one of the writers is limited to connectors; what is known of a
 * run's connector is remembered, so that asking costs nothing. For one thread.
 */
final class RunOwners {
    private static final String SERIALIZATION_FAILURE = "40001";

    private final Map<Long, Integer> owners;
    private final Connectors connectors;
    private final boolean settled;

    private RunOwners(Map<Long, Integer> owners, Connectors connectors, boolean settled) {
        this.owners = owners;
        this.connectors = connectors;
        this.settled = settled;
    }

    /** Looks up the connectors of runs; those that are not registered are left out. */
    @FunctionalInterface
    interface LookUp {
        Map<Long, Integer> of(Collection<Long> runIds) throws SQLException;
    }

    static RunOwners of(List<? extends Keyed> writes, RunKeys.Opened opened, Connectors connectors, LookUp lookUp)
            throws SQLException {
        var limited = writes.stream()
                .filter(write -> write.writer().isLimitedToConnectors())
                .map(write -> opened.runIds().get(write.processId()))
                .distinct()
                .toList();
        var owners = limited.isEmpty() ? Map.<Long, Integer>of() : lookUp.of(limited);
        return new RunOwners(owners, connectors, owners.keySet().containsAll(limited));
    }

    /** Whether the write may go to this run; a run that is not registered yet is nobody's. */
    boolean reach(Keyed write, long runId) {
        return write.writer().reaches(owners.get(runId), connectors);
    }

    /** Whether none of the runs can become somebody's meanwhile. */
    boolean areSettled() {
        return settled;
    }

    /**
     * Asks again, now that the run's tally is locked.
     *
     * @throws SQLException where it was registered meanwhile by a connector that one of the writes is not for: the group
     *     is to be tried anew, and that write refused
     */
    void recheck(Collection<? extends Keyed> writes, long runId, Integer owner) throws SQLException {
        var slipped = owner != null
                && !owners.containsKey(runId)
                && writes.stream().anyMatch(write -> !write.writer().reaches(owner, connectors));
        if (slipped) {
            throw new SQLException("a run was registered meanwhile", SERIALIZATION_FAILURE);
        }
    }
}
