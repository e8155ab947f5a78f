package dev.runlog.log;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The error groups of single runs, counted as their entries arrive. */
@ApplicationScoped
public class RunErrors {
    /** A run whose errors have nothing in common has as many groups as errors: so many of them are looked at. */
    private static final int MOST = 2_000;

    private static final Comparator<RunError> MOST_FIRST =
            Comparator.comparing(RunError::entries).reversed().thenComparing(RunError::firstSeq);

    private final Rows rows;

    RunErrors(Rows rows) {
        this.rows = rows;
    }

    /** The groups with the most entries first; of more than 2 000 those with the smallest fingerprints. */
    public List<RunError> of(long runId) {
        return rows.list(ofRun(runId), RunErrors::read).stream()
                .sorted(MOST_FIRST)
                .toList();
    }

    static Statement ofRun(long runId) {
        return new Statement("""
                select fingerprint, level, source, entries, first_seq, last_seq, first_at, last_at
                from run_error
                where run_id = :run
                order by fingerprint
                limit :most
                """).bind("run", runId).bind("most", MOST);
    }

    /** Those of the groups that the run has. */
    public Set<Long> known(long runId, Collection<Long> fingerprints) {
        return rows.list(among(runId, fingerprints), row -> row.getLong(1)).stream()
                .collect(Collectors.toSet());
    }

    static Statement among(long runId, Collection<Long> fingerprints) {
        return new Statement("""
                select fingerprint
                from run_error
                where run_id = :run
                  and fingerprint = any(:wanted)
                """).bind("run", runId).bind("wanted", fingerprints);
    }

    private static RunError read(ResultSet row) throws SQLException {
        return new RunError(
                row.getLong(1),
                Severity.of(row.getInt(2)),
                Source.of(row.getInt(3)),
                row.getLong(4),
                row.getInt(5),
                row.getInt(6),
                time(row, 7),
                time(row, 8));
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
