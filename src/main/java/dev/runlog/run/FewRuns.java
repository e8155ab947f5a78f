package dev.runlog.run;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs of sites and versions, where they are so few, and have logged so little, that it is quicker to read all of their
 * entries than to look for them among everybody's.
 */
@ApplicationScoped
public class FewRuns {
    private static final int MOST_RUNS = 20;
    private static final long MOST_ENTRIES = 100_000;

    private final Rows rows;

    FewRuns(Rows rows) {
        this.rows = rows;
    }

    /**
     * Ids of runs.
     *
     * @param connectors names; any where there are none, as of sites and versions
     * @return empty where they are not few
     */
    public Optional<Collection<Long>> of(Seen seen, Set<String> connectors, Set<String> sites, Set<String> versions) {
        var runIds = rows.list(some(seen, connectors, sites, versions), row -> row.getLong(1));
        return runIds.size() <= MOST_RUNS && entriesOf(runIds) <= MOST_ENTRIES ? Optional.of(runIds) : Optional.empty();
    }

    /** One more than are few. */
    static Statement some(Seen seen, Set<String> connectors, Set<String> sites, Set<String> versions) {
        var filter = seen.ofRuns("r.connector_id", "r.run_id", connectors)
                .anyOf("r.site", "sites", sites)
                .anyOf("r.version", "versions", versions);
        return new Statement("select r.run_id\nfrom run r\nwhere " + filter.sql() + "\nlimit :most")
                .bindAll(filter.binds())
                .bind("most", MOST_RUNS + 1);
    }

    private long entriesOf(List<Long> runIds) {
        if (runIds.isEmpty()) {
            return 0;
        }
        var question = new Statement("select coalesce(sum(last_seq), 0) from run_tally where run_id = any(:runs)")
                .bind("runs", runIds);
        return rows.one(question, row -> row.getLong(1)).orElse(0L);
    }
}
