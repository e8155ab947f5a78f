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

/** Runs that are named, or that are so few of a site or version that their entries are better looked for run by run. */
@ApplicationScoped
public class FewRuns {
    private static final int FEW = 20;
    private static final long FEW_ENTRIES = 50_000;
    /** Of the sites, else of the versions; what is common says little of what else is asked for. */
    private static final int MOST_LOOKED_AT = 2_000;

    private final Rows rows;

    FewRuns(Rows rows) {
        this.rows = rows;
    }

    /**
     * Those of sites and versions that have entries.
     *
     * @param connectors names; any where there are none, as of sites and versions
     * @return empty where they are not few, or have too many entries out of the order of their times
     */
    public Optional<List<RunSpan>> of(Seen seen, Set<String> connectors, Set<String> sites, Set<String> versions) {
        var looked = rows.list(at(seen, connectors, sites, versions), FewRuns::read);
        if (looked.size() > MOST_LOOKED_AT) {
            return Optional.empty();
        }
        var spans = spans(looked.stream().flatMap(Optional::stream).toList());
        var whole = spans.stream()
                .filter(span -> !span.isKnown() || span.isShuffled() && span.entries() > RunSpan.SHORT)
                .toList();
        return areFew(whole) ? Optional.of(spans) : Optional.empty();
    }

    /** Whether it costs little to read all of their entries. */
    private static boolean areFew(Collection<RunSpan> spans) {
        return spans.size() <= FEW && RunSpan.entries(spans) <= FEW_ENTRIES;
    }

    /** Runs of the sites, else of the versions, one more than are looked at; null where they are not wanted otherwise. */
    static Statement at(Seen seen, Set<String> connectors, Set<String> sites, Set<String> versions) {
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

    /** Those of the runs that have entries. */
    public List<RunSpan> spans(Collection<Long> runIds) {
        return runIds.isEmpty() ? List.of() : rows.list(spansOf(runIds), RunSpan::read);
    }

    static Statement spansOf(Collection<Long> runIds) {
        return new Statement(
                        "select " + RunSpan.COLUMNS + "\nfrom run_tally\nwhere run_id = any(:runs) and last_seq > 0")
                .bind("runs", runIds);
    }

    /** Those of the runs that are of one of the sites and of one of the versions; any will do where there are none. */
    public List<Long> among(Seen seen, Collection<Long> runIds, Set<String> sites, Set<String> versions) {
        var wanted = seen.ofRuns("r.connector_id", "r.run_id", Set.of())
                .oneOf("r.run_id", "runs", runIds)
                .anyOf("r.site", "sites", sites)
                .anyOf("r.version", "versions", versions);
        var question = new Statement("select r.run_id from run r where " + wanted.sql()).bindAll(wanted.binds());
        return rows.list(question, row -> row.getLong(1));
    }
}
