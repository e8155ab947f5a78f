package dev.runlog.run;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private static final long MOST_ENTRIES = 50_000;
    /** Of the sites, else of the versions; what is common says little of what else is asked for. */
    private static final int MOST_LOOKED_AT = 2_000;

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
        var looked = rows.list(some(seen, connectors, sites, versions), FewRuns::read);
        if (looked.size() > MOST_LOOKED_AT) {
            return Optional.empty();
        }
        var runIds = looked.stream().flatMap(Optional::stream).toList();
        return runIds.size() <= MOST_RUNS && entriesOf(runIds) <= MOST_ENTRIES ? Optional.of(runIds) : Optional.empty();
    }

    /** Runs of the sites, else of the versions, one more than are looked at; null where they are not wanted otherwise. */
    static Statement some(Seen seen, Set<String> connectors, Set<String> sites, Set<String> versions) {
        var bySite = !sites.isEmpty();
        var wanted = seen.ofRuns("r.connector_id", "r.run_id", connectors)
                .anyOf("r.version", "versions", bySite ? versions : Set.of());
        return new Statement("""
                select case when %s then r.run_id end
                from (
                    select run_id, connector_id, version
                    from run
                    where %s = any(:places)
                    limit :most) as r
                """.formatted(wanted.sql(), bySite ? "site" : "version"))
                .bindAll(wanted.binds())
                .bind("places", bySite ? sites : versions)
                .write("most", MOST_LOOKED_AT + 1);
    }

    private static Optional<Long> read(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getObject(1, Long.class));
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
