package dev.runlog.run;

import dev.runlog.access.Access;
import dev.runlog.access.Sight;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Puts ids in the place of the names that a credential is limited to. */
@ApplicationScoped
public class Sights {
    private final Access access;
    private final Connectors connectors;
    private final RunKeys keys;
    private final Rows rows;

    Sights(Access access, Connectors connectors, RunKeys keys, Rows rows) {
        this.access = access;
        this.connectors = connectors;
        this.keys = keys;
        this.rows = rows;
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

    /**
     * The ids of those runs that are seen. For whoever does not see everything it is always the same question, so that a
     * run of others and one that nobody has seen take the same time.
     */
    public Collection<Long> runIds(Seen seen, Set<UUID> processIds) {
        return seen.isEverything()
                ? keys.idsOf(processIds).values()
                : rows.list(among(seen, processIds), row -> row.getLong(1));
    }

    static Statement among(Seen seen, Set<UUID> processIds) {
        var filter = seen.ofRuns("r.connector_id", "r.run_id", Set.of());
        return new Statement("""
                select r.run_id
                from run_key k
                join run r on r.run_id = k.run_id
                where k.process_id = any(:processes)
                  and\s""" + filter.sql()).bindAll(filter.binds()).bind("processes", processIds);
    }
}
