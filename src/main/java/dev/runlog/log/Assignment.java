package dev.runlog.log;

import dev.runlog.page.Statement;
import dev.runlog.platform.ColumnArrays;
import dev.runlog.platform.ColumnArrays.Type;
import dev.runlog.platform.CopyColumns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves the counts of a run's entries to its connector, in the transaction that writes down whose they are. */
final class Assignment {
    private static final String NOTE = """
            insert into log_arrival (arrival_id, run_ids, connector_ids, minutes, levels, sources, fingerprints,
                                     entries, fresh, first_at, last_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final Type[] NOTED = {
        Type.INT8, Type.INT4, Type.INT4, Type.INT2, Type.INT2, Type.INT8, Type.INT4, Type.INT4, Type.TIME, Type.TIME
    };

    private final long runId;
    private final int connectorId;
    private final Map<Kind, Moved> moved = new LinkedHashMap<>();

    private record Kind(int minute, int level, int source, Long fingerprint) {}

    private record Moved(int entries, int fresh, Instant firstAt, Instant lastAt) {
        Moved and(Moved other) {
            return new Moved(
                    entries + other.entries,
                    fresh + other.fresh,
                    firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
                    lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
        }
    }

    Assignment(long runId, int connectorId) {
        this.runId = runId;
        this.connectorId = connectorId;
    }

    /** Assigns the entries from one number to another, both included. */
    void entries(Connection connection, int firstSeq, int lastSeq) throws SQLException {
        var assigning = """
                update log_entry
                set connector_id = ?
                where run_id = ? and seq between ? and ? and connector_id is null
                returning logged_at, level, source, fingerprint
                """;
        try (var update = connection.prepareStatement(assigning)) {
            update.setInt(1, connectorId);
            update.setLong(2, runId);
            update.setInt(3, firstSeq);
            update.setInt(4, lastSeq);
            try (var row = update.executeQuery()) {
                while (row.next()) {
                    var at = time(row, 1);
                    var fingerprint = row.getObject(4, Long.class);
                    var kind = new Kind(Arrivals.minuteOf(at), row.getInt(2), row.getInt(3), fingerprint);
                    add(kind, new Moved(1, 0, at, at));
                }
            }
        }
    }

    /** Assigns what the run's errors have in common, under the lock that all take who write to the run. */
    void errors(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select 1 from run_tally where run_id = ? for update")) {
            lock.setLong(1, runId);
            lock.execute();
        }
        var assigned = assignedErrors(connection);
        if (assigned.isEmpty()) {
            return;
        }
        var times =
                times(connection, assigned.stream().map(error -> error.firstSeq).toList());
        for (var error : assigned) {
            var at = times.getOrDefault(error.firstSeq, error.firstAt);
            add(error.kind(at), new Moved(0, 1, at, at));
        }
    }

    /** @param firstAt the oldest of its times, which need not be that of its first entry */
    private record FirstError(int firstSeq, Instant firstAt, int level, int source, long fingerprint) {
        Kind kind(Instant at) {
            return new Kind(Arrivals.minuteOf(at), level, source, fingerprint);
        }
    }

    private List<FirstError> assignedErrors(Connection connection) throws SQLException {
        var assigning = """
                update run_error
                set connector_id = ?
                where run_id = ? and connector_id is null
                returning first_seq, first_at, level, source, fingerprint
                """;
        var assigned = new ArrayList<FirstError>();
        try (var update = connection.prepareStatement(assigning)) {
            update.setInt(1, connectorId);
            update.setLong(2, runId);
            try (var row = update.executeQuery()) {
                while (row.next()) {
                    assigned.add(
                            new FirstError(row.getInt(1), time(row, 2), row.getInt(3), row.getInt(4), row.getLong(5)));
                }
            }
        }
        return assigned;
    }

    /** The times of entries by their numbers: the run was counted in the hour of the first that arrived. */
    private Map<Integer, Instant> times(Connection connection, List<Integer> seqs) throws SQLException {
        var asking = new Statement("select seq, logged_at from log_entry where run_id = :run and seq = any(:seqs)")
                .bind("run", runId)
                .bind("seqs", seqs);
        var times = new HashMap<Integer, Instant>();
        try (var question = asking.prepare(connection);
                var row = question.executeQuery()) {
            while (row.next()) {
                times.put(row.getInt(1), time(row, 2));
            }
        }
        return times;
    }

    private void add(Kind kind, Moved counts) {
        moved.merge(kind, counts, Moved::and);
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Notes what was counted for no connector as taken away there and added here; see {@link Arrivals}. */
    void note(Connection connection, long arrivalId) throws SQLException {
        if (moved.isEmpty()) {
            return;
        }
        var arrays = new ColumnArrays(NOTED);
        moved.forEach((kind, counts) -> {
            arrays.add(columns(kind, null, counts, -1));
            arrays.add(columns(kind, connectorId, counts, 1));
        });
        try (var insert = connection.prepareStatement(NOTE)) {
            insert.setLong(1, arrivalId);
            arrays.set(insert, 2);
            insert.executeUpdate();
        }
    }

    private byte[] columns(Kind kind, Integer connector, Moved counts, int sign) {
        return new CopyColumns()
                .int8(runId)
                .int4(connector)
                .int4(kind.minute)
                .int2(kind.level)
                .int2(kind.source)
                .int8(kind.fingerprint)
                .int4(sign * counts.entries)
                .int4(sign * counts.fresh)
                .time(counts.firstAt)
                .time(counts.lastAt)
                .toByteArray();
    }
}
