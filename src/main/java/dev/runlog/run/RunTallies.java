package dev.runlog.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runlog.page.Statement;
import dev.runlog.platform.ColumnArrays;
import dev.runlog.platform.ColumnArrays.Type;
import dev.runlog.platform.CopyColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The counts of each run, advanced with what arrives. The row's lock, held until commit, is what numbers a run's entries
 * without gaps and in the order in which they become visible, across instances too.
 */
@ApplicationScoped
public class RunTallies {
    private static final int MOST_REMEMBERED = 100_000;
    private static final int ROOM = 168;
    private static final Type[] ADDED = {
        Type.INT8, Type.INT4, Type.INT4, Type.INT4, Type.INT4, Type.INT4, Type.INT4, Type.INT4, Type.INT4, Type.INT4,
        Type.INT4, Type.INT8, Type.INT4, Type.INT8, Type.INT4, Type.INT8, Type.INT8, Type.INT8
    };

    /**
     * Advances tallies, in the order of the arrays, which must be that of the run ids: two transactions that lock the
     * same runs in the same order wait for each other, never in a circle. That the database follows that order is a
     * setting of the connection, under which it looks up one row after the other.
     */
    public static final String ADVANCE = """
            update run_tally as tally
            set last_seq                = last_seq + added.entries,
                emergency               = emergency + added.level_0,
                alert                   = alert + added.level_1,
                critical                = critical + added.level_2,
                error                   = error + added.level_3,
                warning                 = warning + added.level_4,
                notice                  = notice + added.level_5,
                info                    = info + added.level_6,
                debug                   = debug + added.level_7,
                api_failures            = api_failures + added.calls,
                first_error_fingerprint = case when first_error_seq is null then added.error_fingerprint
                                               else first_error_fingerprint end,
                first_error_seq         = coalesce(first_error_seq, last_seq + added.error_place),
                first_call_fingerprint  = case when first_call_seq is null then added.call_fingerprint
                                               else first_call_fingerprint end,
                first_call_seq          = coalesce(first_call_seq, last_seq + added.call_place),
                last_activity_at        = greatest(last_activity_at, ?),
                timed_seq               = case when timed_seq = last_seq then last_seq + added.entries
                                               else timed_seq end,
                newest_us               = greatest(newest_us, added.newest),
                oldest_us               = least(oldest_us, added.oldest),
                disorder_us             = greatest(disorder_us, added.disorder, newest_us - added.oldest)
            from (select unnest(?) as run_id, unnest(?) as entries,
                         unnest(?) as level_0, unnest(?) as level_1, unnest(?) as level_2, unnest(?) as level_3,
                         unnest(?) as level_4, unnest(?) as level_5, unnest(?) as level_6, unnest(?) as level_7,
                         unnest(?) as calls,
                         unnest(?) as error_fingerprint, unnest(?) as error_place,
                         unnest(?) as call_fingerprint, unnest(?) as call_place,
                         unnest(?) as oldest, unnest(?) as newest, unnest(?) as disorder) as added
            where tally.run_id = added.run_id
            returning tally.run_id, tally.last_seq, tally.connector_id
            """;

    private final Cache<Long, Integer> connectors =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    /**
     * What one transaction adds to one run.
     *
     * @param byLevel how many entries of each level, by its number
     * @param firstError null where there is none
     * @param firstCall the first failed Container API call; null where there is none
     */
    public record Advance(
            long runId, int[] byLevel, int apiFailures, First firstError, First firstCall, LoggedTimes times) {
        private byte[] columns() {
            var columns = new CopyColumns(ROOM)
                    .int8(runId)
                    .int4(Arrays.stream(byLevel).sum());
            for (int count : byLevel) {
                columns.int4(count);
            }
            return columns.int4(apiFailures)
                    .int8(First.fingerprint(firstError))
                    .int4(First.place(firstError))
                    .int8(First.fingerprint(firstCall))
                    .int4(First.place(firstCall))
                    .int8(times.oldest())
                    .int8(times.newest())
                    .int8(times.disorder())
                    .toByteArray();
        }
    }

    /** @param place among the added entries, from 1 */
    public record First(int place, Long fingerprint) {
        static Long fingerprint(First first) {
            return first == null ? null : first.fingerprint;
        }

        static Integer place(First first) {
            return first == null ? null : (Integer) first.place;
        }
    }

    /** @param connectorId null until the run is registered */
    public record Advanced(int lastSeq, Integer connectorId) {}

    public Map<Long, Advanced> advance(Connection connection, List<Advance> advances, Instant now) throws SQLException {
        try (var update = connection.prepareStatement(ADVANCE)) {
            set(update, advances, now);
            update.execute();
            return advanced(update);
        }
    }

    /** Sets the parameters of {@link #ADVANCE}, which come first; returns the index behind them. */
    public static int set(PreparedStatement update, List<Advance> advances, Instant now) throws SQLException {
        update.setObject(1, now.atOffset(ZoneOffset.UTC));
        var added = new ColumnArrays(ADDED);
        for (var advance : advances) {
            added.add(advance.columns());
        }
        return added.set(update, 2);
    }

    /** Whose the run is, if that was known when its tally was last advanced here; it does not change. Else null. */
    public Integer connectorOf(long runId) {
        return connectors.getIfPresent(runId);
    }

    /** What the executed {@link #ADVANCE} returned, by run id. */
    public Map<Long, Advanced> advanced(PreparedStatement executed) throws SQLException {
        var advanced = new HashMap<Long, Advanced>();
        try (var row = executed.getResultSet()) {
            while (row.next()) {
                advanced.put(row.getLong(1), new Advanced(row.getInt(2), row.getObject(3, Integer.class)));
            }
        }
        advanced.forEach((runId, tally) -> {
            // To look is cheaper than to put again what is there.
            if (tally.connectorId() != null && connectorOf(runId) == null) {
                connectors.put(runId, tally.connectorId());
            }
        });
        return advanced;
    }

    /**
     * The connectors of runs, by run id; one that is not registered is left out. Where no tally is locked, it may be
     * registered at any moment: {@link Advanced} tells.
     */
    public Map<Long, Integer> connectors(Connection connection, Collection<Long> runIds) throws SQLException {
        var known = new HashMap<>(connectors.getAllPresent(runIds));
        var missing = runIds.stream().filter(runId -> !known.containsKey(runId)).toList();
        if (missing.isEmpty()) {
            return known;
        }
        var question = new Statement("""
                select run_id, connector_id
                from run_tally
                where run_id = any(:runs)
                  and connector_id is not null
                """).bind("runs", missing);
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                connectors.put(row.getLong(1), row.getInt(2));
                known.put(row.getLong(1), row.getInt(2));
            }
        }
        return known;
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
