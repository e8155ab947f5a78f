package dev.runlog.run;

import dev.runlog.access.Access;
import dev.runlog.access.Sight;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Puts ids in the place of the names that a credential is limited to. */
@ApplicationScoped
public class Sights {
    private final Access access;
    private final Connectors connectors;
    private final RunKeys keys;

    Sights(Access access, Connectors connectors, RunKeys keys) {
        this.access = access;
        this.connectors = connectors;
        this.keys = keys;
    }

    /** Of the present request; to be asked on its own thread. */
    public Seen seen() {
        return of(access.sight());
    }

    /** As it is now: a connector or run may be seen for the first time later. */
    public Seen of(Sight sight) {
        return new Seen(sight.connectors(), sight.processId().map(this::runIds), connectors::idsOf);
    }

    private List<Long> runIds(UUID processId) {
        return keys.idOf(processId).map(List::of).orElse(List.of());
    }
}
