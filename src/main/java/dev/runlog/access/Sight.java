package dev.runlog.access;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a credential reaches: what lies in all of its limits.
 *
 * @param connectors the names of the only connectors; empty where there is no such limit
 * @param processId the only run; empty where there is no such limit
 */
public record Sight(Optional<Set<String>> connectors, Optional<UUID> processId) {
    public static final Sight EVERYTHING = new Sight(Optional.empty(), Optional.empty());

    public Sight {
        connectors = connectors.map(Set::copyOf);
    }

    public boolean isEverything() {
        return connectors.isEmpty() && processId.isEmpty();
    }

    public boolean isOneRun() {
        return processId.isPresent();
    }

    /** Whether a run of this process id may be in it; its connector is another matter. */
    public boolean reaches(UUID id) {
        return processId.isEmpty() || processId.get().equals(id);
    }

    /** Whether what is this connector's may be in it. */
    public boolean reaches(String connector) {
        return connectors.isEmpty() || connectors.get().contains(connector);
    }
}
