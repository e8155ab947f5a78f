package dev.runlog.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The counts of each run, advanced with what arrives. The row's lock, held until commit, is what numbers a run's entries
 * without gaps and in the order in which they become visible, across instances too.
 */
@ApplicationScoped
public class RunTallies {
    private static final String[] RETURNED = {"run_id", "last_seq", "connector_id"};
    private static final String ADVANCE = """
            update run_tally
            set last_seq                = last_seq + ?,
                emergency               = emergency + ?,
                alert                   = alert + ?,
                critical                = critical + ?,
                error                   = error + ?,
                warning                 = warning + ?,
                notice                  = notice + ?,
                info                    = info + ?,
                debug                   = debug + ?,
                api_failures            = api_failures + ?,
                first_error_fingerprint = case when first_error_seq is null then ? else first_error_fingerprint end,
                first_error_seq         = coalesce(first_error_seq, last_seq + ?),
                first_call_fingerprint  = case when first_call_seq is null then ? else first_call_fingerprint end,
                first_call_seq          = coalesce(first_call_seq, last_seq + ?),
                last_activity_at        = greatest(last_activity_at, ?)
            where run_id = ?
            """;

    /**
     * What one transaction adds to one run.
     *
     * @param byLevel how many entries of each level, by its number
     * @param firstError null where there is none
     * @param firstCall the first failed Container API call; null where there is none
     */
    public record Advance(long runId, int[] byLevel, int apiFailures, First firstError, First firstCall, Instant at) {}

    /** @param place among the added entries, from 1 */
    public record First(int place, Long fingerprint) {}

    /** @param connectorId null until the run is registered */
    public record Advanced(int lastSeq, Integer connectorId) {}

    /**
     * Advances tallies in one round trip, in the order given, which must be that of the run ids: two transactions that
     * lock the same runs in the same order wait for each other, never in a circle.
     */
    public Map<Long, Advanced> advance(Connection connection, Collection<Advance> advances) throws SQLException {
        try (var update = connection.prepareStatement(ADVANCE, RETURNED)) {
            for (var advance : advances) {
                set(update, advance);
                update.addBatch();
            }
            update.executeBatch();
            return advanced(update);
        }
    }

    private static Map<Long, Advanced> advanced(PreparedStatement update) throws SQLException {
        var advanced = new HashMap<Long, Advanced>();
        try (var row = update.getGeneratedKeys()) {
            while (row.next()) {
                advanced.put(row.getLong(1), new Advanced(row.getInt(2), row.getObject(3, Integer.class)));
            }
        }
        return advanced;
    }

    private static void set(PreparedStatement update, Advance advance) throws SQLException {
        int index = 1;
        int total = 0;
        for (int count : advance.byLevel()) {
            total += count;
        }
        update.setInt(index++, total);
        for (int count : advance.byLevel()) {
            update.setInt(index++, count);
        }
        update.setInt(index++, advance.apiFailures());
        set(update, index, advance.firstError());
        set(update, index + 2, advance.firstCall());
        update.setObject(index + 4, advance.at().atOffset(ZoneOffset.UTC));
        update.setLong(index + 5, advance.runId());
    }

    private static void set(PreparedStatement update, int index, First first) throws SQLException {
        update.setObject(index, first == null ? null : first.fingerprint(), Types.BIGINT);
        update.setObject(index + 1, first == null ? null : first.place(), Types.INTEGER);
    }

    /** Writes down whose run it is; returns the number of the last entry that had arrived before that was known. */
    int assign(Connection connection, long runId, int connectorId) throws SQLException {
        var assigning = "update run_tally set connector_id = ? where run_id = ?";
        try (var update = connection.prepareStatement(assigning, new String[] {"last_seq"})) {
            update.setInt(1, connectorId);
            update.setLong(2, runId);
            update.executeUpdate();
            try (var row = update.getGeneratedKeys()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
