package dev.runlog.run;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.run.OutputTally.Extent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** The output columns of the tallies. The row's lock, held until commit, is what makes a stream of many writes one. */
@ApplicationScoped
public class OutputTallies {
    private static final String FIND = """
            select run_id, last_chunk, stdout_bytes, stdout_lines, stdout_open, stderr_bytes, stderr_lines, stderr_open,
                   failed
            from run_tally
            where run_id = :run
            """;
    private static final String LOCK = FIND.replace(":run", "?") + "for update";
    private static final int ROUND_TRIP = 8;
    private static final String SAVE = """
            update run_tally
            set last_chunk       = ?,
                stdout_bytes     = ?,
                stdout_lines     = ?,
                stdout_open      = ?,
                stderr_bytes     = ?,
                stderr_lines     = ?,
                stderr_open      = ?,
                last_activity_at = greatest(last_activity_at, ?)
            where run_id = ?
            """;

    private final Rows rows;

    OutputTallies(Rows rows) {
        this.rows = rows;
    }

    /** The tally as it is committed; 404 where the run has been deleted meanwhile. */
    public OutputTally of(long runId) {
        return rows.one(new Statement(FIND).bind("run", runId), OutputTallies::read)
                .orElseThrow(RunStore::unknown);
    }

    /**
     * Locks tallies until the transaction ends, in the order of their run ids, so never in a circle. Each has a statement
     * of its own, as a distributed database wants it; a number of them shares a round trip.
     */
    public List<OutputTally> lock(Connection connection, SortedSet<Long> runIds) throws SQLException {
        var ordered = List.copyOf(runIds);
        var locked = new ArrayList<OutputTally>();
        for (int from = 0; from < ordered.size(); from += ROUND_TRIP) {
            var some = ordered.subList(from, Math.min(ordered.size(), from + ROUND_TRIP));
            lock(connection, some, locked);
        }
        return locked;
    }

    private static void lock(Connection connection, List<Long> runIds, List<OutputTally> locked) throws SQLException {
        var statements = String.join(";", Collections.nCopies(runIds.size(), LOCK));
        try (var statement = connection.prepareStatement(statements)) {
            for (int i = 0; i < runIds.size(); i++) {
                statement.setLong(i + 1, runIds.get(i));
            }
            for (var hasRows = statement.execute(); hasRows; hasRows = statement.getMoreResults()) {
                try (var row = statement.getResultSet()) {
                    row.next();
                    locked.add(read(row));
                }
            }
        }
    }

    /** Writes down what locked tallies have come to. */
    public void save(Connection connection, Collection<OutputTally> tallies, Instant now) throws SQLException {
        try (var update = connection.prepareStatement(SAVE)) {
            for (var tally : tallies) {
                update.setInt(1, tally.lastChunk());
                update.setLong(2, tally.stdout().bytes());
                update.setLong(3, tally.stdout().lineEnds());
                update.setBoolean(4, tally.stdout().open());
                update.setLong(5, tally.stderr().bytes());
                update.setLong(6, tally.stderr().lineEnds());
                update.setBoolean(7, tally.stderr().open());
                update.setObject(8, now.atOffset(ZoneOffset.UTC));
                update.setLong(9, tally.runId());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Notes that the run has failed, under the row's lock: what is appended behind that is late. */
    void failed(Connection connection, long runId) throws SQLException {
        try (var update = connection.prepareStatement("update run_tally set failed = true where run_id = ?")) {
            update.setLong(1, runId);
            update.executeUpdate();
        }
    }

    private static OutputTally read(ResultSet row) throws SQLException {
        return new OutputTally(
                row.getLong(1),
                row.getInt(2),
                new Extent(row.getLong(3), row.getLong(4), row.getBoolean(5)),
                new Extent(row.getLong(6), row.getLong(7), row.getBoolean(8)),
                row.getBoolean(9));
    }
}
