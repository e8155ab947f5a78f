package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.Sight;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Connectors;
import java.util.UUID;

/**
 * Who writes, and what they may write to. It is asked before anything is said of what is known, also of the answer to an
 * Idempotency-Key.
 */
record Writer(Sight sight) {
    /** The service itself. */
    static final Writer OURSELVES = new Writer(Sight.EVERYTHING);

    static Writer of(Access access) {
        return new Writer(access.sight());
    }

    boolean isLimitedToConnectors() {
        return sight.connectors().isPresent();
    }

    /**
     * The run that an address names.
     *
     * @throws Refusal 400 where that is no UUID, 403 where another run is the only one that may be written to
     */
    UUID runOf(String processId) {
        var run = Intake.processId(processId);
        if (!sight.reaches(run)) {
            throw Access.outside();
        }
        return run;
    }

    boolean reaches(UUID run) {
        return sight.reaches(run);
    }

    /** @throws Refusal 403 where it is not among the connectors that may be written to */
    void require(String connector) {
        if (!sight.reaches(connector)) {
            throw Access.outside();
        }
    }

    /** @throws Refusal 403 where only one run may be written to, and no state */
    void requireStates() {
        if (sight.isOneRun()) {
            throw Access.outside();
        }
    }

    /** @param connectorId of what is written to; null while it is nobody's, which keeps nobody out */
    boolean reaches(Integer connectorId, Connectors connectors) {
        return !isLimitedToConnectors() || connectorId == null || sight.reaches(connectors.nameOf(connectorId));
    }

    /** @throws Refusal 403, as {@link #reaches} */
    void require(Integer connectorId, Connectors connectors) {
        if (!reaches(connectorId, connectors)) {
            throw Access.outside();
        }
    }
}
