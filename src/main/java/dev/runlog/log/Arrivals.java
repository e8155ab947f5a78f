package dev.runlog.log;

import dev.runlog.platform.ColumnArrays;
import dev.runlog.platform.ColumnArrays.Type;
import dev.runlog.platform.CopyColumns;
import dev.runlog.platform.TimeOrderedId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * What entries add to the counts: how many of each run, minute, level, source and fingerprint. It is written in the
 * transaction of the entries, behind their tallies, and folded into the counts later; see {@link Rollup}. For one thread.
 */
public final class Arrivals {
    /** Counts the errors of each run; the parameters come from {@link #setErrors}. */
    private static final String COUNT_ERRORS = """
            insert into run_error (run_id, fingerprint, connector_id, level, source, entries, first_seq, last_seq,
                                   first_at, last_at)
            select tally.run_id, added.fingerprint, tally.connector_id, added.level, added.source, added.entries,
                   tally.last_seq - added.first_behind, tally.last_seq - added.last_behind,
                   added.first_at, added.last_at
            from (select unnest(?) as run_id, unnest(?) as fingerprint, unnest(?) as level, unnest(?) as source,
                         unnest(?) as entries, unnest(?) as first_behind, unnest(?) as last_behind,
                         unnest(?) as first_at, unnest(?) as last_at) as added
            join run_tally as tally on tally.run_id = added.run_id
            on conflict (run_id, fingerprint) do update
            set level    = least(run_error.level, excluded.level),
                entries  = run_error.entries + excluded.entries,
                last_seq = excluded.last_seq,
                first_at = least(run_error.first_at, excluded.first_at),
                last_at  = greatest(run_error.last_at, excluded.last_at)
            """;

    /** Notes what is to be folded, behind {@link #COUNT_ERRORS}. */
    private static final String NOTE = """
            insert into log_arrival (arrival_id, run_ids, connector_ids, minutes, levels, sources, fingerprints,
                                     entries, fresh, first_at, last_at)
            select ?, array_agg(tally.run_id), array_agg(tally.connector_id), array_agg(added.minute),
                   array_agg(added.level), array_agg(added.source), array_agg(added.fingerprint),
                   array_agg(added.entries), array_agg((error.entries is not distinct from added.fresh)::integer),
                   array_agg(added.first_at), array_agg(added.last_at)
            from (select unnest(?) as run_id, unnest(?) as minute, unnest(?) as level, unnest(?) as source,
                         unnest(?) as fingerprint, unnest(?) as entries, unnest(?) as fresh,
                         unnest(?) as first_at, unnest(?) as last_at) as added
            join run_tally as tally on tally.run_id = added.run_id
            left join run_error as error on error.run_id = added.run_id and error.fingerprint = added.fingerprint
            """;

    /** The same for groups without errors. */
    private static final String NOTE_WITHOUT_ERRORS = """
            insert into log_arrival (arrival_id, run_ids, connector_ids, minutes, levels, sources, fingerprints,
                                     entries, fresh, first_at, last_at)
            select ?, array_agg(tally.run_id), array_agg(tally.connector_id), array_agg(added.minute),
                   array_agg(added.level), array_agg(added.source), array_agg(null::bigint),
                   array_agg(added.entries), array_agg(0), array_agg(null::timestamptz), array_agg(null::timestamptz)
            from (select unnest(?) as run_id, unnest(?) as minute, unnest(?) as level, unnest(?) as source,
                         unnest(?) as entries) as added
            join run_tally as tally on tally.run_id = added.run_id
            """;

    /** The same where it is known whose the runs are: there is nothing to look up. */
    private static final String NOTE_OF_KNOWN = """
            insert into log_arrival (arrival_id, run_ids, minutes, levels, sources, entries, connector_ids, fingerprints,
                                     fresh, first_at, last_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final Type[] ERRORS = {
        Type.INT8, Type.INT8, Type.INT2, Type.INT2, Type.INT8, Type.INT4, Type.INT4, Type.TIME, Type.TIME
    };
    private static final Type[] NOTED = {
        Type.INT8, Type.INT4, Type.INT2, Type.INT2, Type.INT8, Type.INT4, Type.INT8, Type.TIME, Type.TIME
    };
    private static final Type[] NOTED_WITHOUT_ERRORS = {Type.INT8, Type.INT4, Type.INT2, Type.INT2, Type.INT4};
    private static final Type[] NOTED_OF_KNOWN = {
        Type.INT8, Type.INT4, Type.INT2, Type.INT2, Type.INT4, Type.INT4, Type.INT8, Type.INT4, Type.TIME, Type.TIME
    };
    private static final int SECONDS = 60;
    private static final int ROOM = 128;

    private final LongFunction<Integer> connectorOf;
    private final Map<Key, Counted> counted = new LinkedHashMap<>();
    private final Map<ErrorKey, ErrorCount> errors = new LinkedHashMap<>();
    private final Map<Long, Integer> entriesOf = new LinkedHashMap<>();
    private final Map<Long, Integer> connectors = new HashMap<>();
    private Counted latest;

    private record Key(long runId, int minute, int level, int source, Long fingerprint) {
        /** By hand: it is asked of nearly every entry, and that of a record takes five times as long. */
        @Override
        public int hashCode() {
            int hash = 31 * Long.hashCode(runId) + minute;
            hash = 31 * (31 * hash + level) + source;
            return fingerprint == null ? hash : 31 * hash + fingerprint.hashCode();
        }
    }

    private record Shared(LocalDate day, int connectorId, int minute, int level, int source) {}

    private record ErrorKey(long runId, long fingerprint) {}

    private static final class Counted {
        private final Key key;
        private int entries;
        private Instant firstAt;
        private Instant lastAt;

        Counted(Key key) {
            this.key = key;
        }

        CopyColumns columns() {
            return new CopyColumns(ROOM)
                    .int8(key.runId)
                    .int4(key.minute)
                    .int2(key.level)
                    .int2(key.source);
        }

        void add(Instant at) {
            entries++;
            firstAt = firstAt == null || at.isBefore(firstAt) ? at : firstAt;
            lastAt = lastAt == null || at.isAfter(lastAt) ? at : lastAt;
        }
    }

    /** One run's entries of a fingerprint; the first of them is counted in {@code first}. */
    private static final class ErrorCount {
        private final Counted first;
        private final Counted all;
        private final int firstPlace;
        private int lastPlace;
        private int level;

        ErrorCount(Counted first, int place) {
            this.first = first;
            this.all = new Counted(first.key);
            this.firstPlace = place;
            this.level = first.key.level;
        }
    }

    /** @param connectorOf whose a run is, by its id; null where that is not known here */
    public Arrivals(LongFunction<Integer> connectorOf) {
        this.connectorOf = connectorOf;
    }

    /** Adds the entries of a write, which follow those that were added to the run before. */
    public void add(long runId, Collection<LogRow> rows) {
        int place = entriesOf.getOrDefault(runId, 0);
        for (var row : rows) {
            place++;
            add(runId, row, place);
        }
        entriesOf.put(runId, place);
        connectors.put(runId, connectorOf.apply(runId));
    }

    private void add(long runId, LogRow row, int place) {
        var minute = minuteOf(row.loggedAt());
        var level = row.severity().number();
        var source = row.source().code();
        if (latest == null || !isOf(latest.key, runId, minute, level, source, row.fingerprint())) {
            latest = counted.computeIfAbsent(new Key(runId, minute, level, source, row.fingerprint()), Counted::new);
        }
        latest.add(row.loggedAt());
        if (row.fingerprint() != null) {
            var error = errors.computeIfAbsent(
                    new ErrorKey(runId, row.fingerprint()), key -> new ErrorCount(latest, place));
            error.all.add(row.loggedAt());
            error.lastPlace = place;
            error.level = Math.min(error.level, level);
        }
    }

    private static boolean isOf(Key key, long runId, int minute, int level, int source, Long fingerprint) {
        return key.runId == runId
                && key.minute == minute
                && key.level == level
                && key.source == source
                && (fingerprint == null ? key.fingerprint == null : fingerprint.equals(key.fingerprint));
    }

    /** Minutes since 1970. */
    static int minuteOf(Instant time) {
        return (int) Math.floorDiv(time.getEpochSecond(), SECONDS);
    }

    /** The statements that write it down, behind those that advance the tallies; {@link #set} has their parameters. */
    public String sql() {
        if (hasErrors()) {
            return COUNT_ERRORS + ";" + NOTE;
        }
        return areAllKnown() ? NOTE_OF_KNOWN : NOTE_WITHOUT_ERRORS;
    }

    private boolean hasErrors() {
        return !errors.isEmpty();
    }

    private boolean areAllKnown() {
        return !connectors.containsValue(null);
    }

    /**
     * Sets the parameters of {@link #sql} from {@code index} on.
     *
     * @param arrivalId of its own for each note
     */
    public void set(PreparedStatement statement, int index, long arrivalId) throws SQLException {
        var behind = hasErrors() ? setErrors(statement, index) : index;
        statement.setLong(behind, arrivalId);
        noted().set(statement, behind + 1);
    }

    private ColumnArrays noted() {
        if (hasErrors()) {
            return notedWithErrors();
        }
        return areAllKnown() ? notedOfKnown() : notedWithoutErrors();
    }

    private int setErrors(PreparedStatement statement, int index) throws SQLException {
        var arrays = new ColumnArrays(ERRORS);
        errors.forEach((key, error) -> {
            var entries = entriesOf.get(key.runId);
            arrays.add(new CopyColumns(ROOM)
                    .int8(key.runId)
                    .int8(key.fingerprint)
                    .int2(error.level)
                    .int2(error.first.key.source)
                    .int8((long) error.all.entries)
                    .int4(entries - error.firstPlace)
                    .int4(entries - error.lastPlace)
                    .time(error.all.firstAt)
                    .time(error.all.lastAt)
                    .toByteArray());
        });
        return arrays.set(statement, index);
    }

    private ColumnArrays notedWithErrors() {
        var arrays = new ColumnArrays(NOTED);
        for (var part : counted.values()) {
            arrays.add(part.columns()
                    .int8(part.key.fingerprint)
                    .int4(part.entries)
                    .int8(fresh(part))
                    .time(part.firstAt)
                    .time(part.lastAt)
                    .toByteArray());
        }
        return arrays;
    }

    private ColumnArrays notedWithoutErrors() {
        var arrays = new ColumnArrays(NOTED_WITHOUT_ERRORS);
        for (var part : counted.values()) {
            arrays.add(part.columns().int4(part.entries).toByteArray());
        }
        return arrays;
    }

    /** Of a connector's runs of a day one stands for all. */
    private ColumnArrays notedOfKnown() {
        var together = new LinkedHashMap<Shared, Counted>();
        for (var part : counted.values()) {
            var key = part.key;
            var shared = new Shared(
                    TimeOrderedId.dayOf(key.runId), connectors.get(key.runId), key.minute, key.level, key.source);
            together.computeIfAbsent(shared, first -> new Counted(key)).entries += part.entries;
        }
        var arrays = new ColumnArrays(NOTED_OF_KNOWN);
        together.forEach((shared, part) -> arrays.add(part.columns()
                .int4(part.entries)
                .int4(shared.connectorId)
                .nothing()
                .int4(0)
                .nothing()
                .nothing()
                .toByteArray()));
        return arrays;
    }

    /** What its run has of the fingerprint if it had nothing before: told once for each run and fingerprint. */
    private Long fresh(Counted part) {
        var error =
                part.key.fingerprint == null ? null : errors.get(new ErrorKey(part.key.runId, part.key.fingerprint));
        return error == null || error.first != part ? (Long) NEVER : (Long) (long) error.all.entries;
    }

    private static final long NEVER = -1;
}
