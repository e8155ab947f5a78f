package dev.runlog.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.platform.Partitions;
import dev.runlog.platform.Retention;
import dev.runlog.platform.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Which run a process id names. A run is made at first contact, by whatever arrives first, and keeps its id; so ids are
 * remembered, once they are committed, until the run may be deleted. Safe for concurrent use.
 */
@ApplicationScoped
public class RunKeys {
    /** How long a run may go on unless its registration says otherwise. */
    static final Duration DEADLINE = Duration.ofHours(6);

    private static final int MOST_REMEMBERED = 200_000;

    private final Rows rows;
    private final TimeOrderedId ids;
    private final Partitions partitions;
    private final Retention retention;
    private final Cache<UUID, Long> remembered =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    RunKeys(Rows rows, TimeOrderedId ids, Partitions partitions, Retention retention) {
        this.rows = rows;
        this.ids = ids;
        this.partitions = partitions;
        this.retention = retention;
    }

    /**
     * What first contact came to.
     *
     * @param runIds of every process id asked for
     * @param made those that were not known before
     * @param looked whether any was not remembered here
     */
    public record Opened(Map<UUID, Long> runIds, Set<UUID> made, boolean looked) {
        /** The ids of those that were made. */
        public List<Long> newRunIds() {
            return made.stream().map(runIds::get).toList();
        }
    }

    public Optional<Long> idOf(UUID processId) {
        return Optional.ofNullable(idsOf(Set.of(processId)).get(processId));
    }

    /** The ids of those runs that have been seen. */
    public Map<UUID, Long> idsOf(Collection<UUID> processIds) {
        var found = remembered(processIds);
        var missing = new HashSet<>(processIds);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            var question = new Statement("select process_id, run_id from run_key where process_id = any(:wanted)")
                    .bind("wanted", missing);
            rows.list(question, row -> Map.entry(row.getObject(1, UUID.class), row.getLong(2)))
                    .forEach(key -> {
                        remembered.put(key.getKey(), key.getValue());
                        found.put(key.getKey(), key.getValue());
                    });
        }
        return found;
    }

    private Map<UUID, Long> remembered(Collection<UUID> processIds) {
        var known = new HashMap<UUID, Long>();
        for (var processId : processIds) {
            var runId = remembered.getIfPresent(processId);
            if (runId != null && !retention.mayBeDeleted(runId)) {
                known.put(processId, runId);
            }
        }
        return known;
    }

    /** Whether any run has ever been seen. */
    public boolean isAnyKnown() {
        return rows.one(new Statement("select exists (select 1 from run_key)"), row -> row.getBoolean(1))
                .orElseThrow();
    }

    /** Makes sure that runs first seen at {@code now} have somewhere to go; in a transaction of its own. */
    public void prepare(Instant now) throws SQLException {
        partitions.ensure(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    /**
     * The ids of all these runs, each made in this transaction where it is new. Waits for another transaction that is
     * making the same run. After the commit tell {@link #remember}.
     */
    public Opened open(Connection connection, Collection<UUID> processIds, Instant now) throws SQLException {
        var known = remembered(processIds);
        if (known.keySet().containsAll(processIds)) {
            return new Opened(known, Set.of(), false);
        }
        var missing = new TreeSet<>(processIds);
        missing.removeAll(known.keySet());
        find(connection, missing, known);
        missing.removeAll(known.keySet());
        if (missing.isEmpty()) {
            return new Opened(known, Set.of(), true);
        }
        var made = make(connection, missing, now);
        known.putAll(made);
        missing.removeAll(made.keySet());
        if (!missing.isEmpty()) {
            find(connection, missing, known);
        }
        return new Opened(known, made.keySet(), true);
    }

    /** Takes back runs that this transaction made and that nothing came of; what is left of {@code opened}. */
    public Opened withdraw(Connection connection, Opened opened, Set<UUID> unused) throws SQLException {
        if (unused.isEmpty()) {
            return opened;
        }
        var runIds = unused.stream().map(opened.runIds()::get).toList();
        execute(connection, new Statement("delete from run_tally where run_id = any(:runs)").bind("runs", runIds));
        execute(connection, new Statement("delete from run where run_id = any(:runs)").bind("runs", runIds));
        execute(
                connection,
                new Statement("delete from run_key where process_id = any(:processes)").bind("processes", unused));
        var kept = new HashMap<>(opened.runIds());
        kept.keySet().removeAll(unused);
        var made = new HashSet<>(opened.made());
        made.removeAll(unused);
        return new Opened(kept, made, opened.looked());
    }

    private static void execute(Connection connection, Statement change) throws SQLException {
        try (var statement = change.prepare(connection)) {
            statement.executeUpdate();
        }
    }

    public void remember(Opened opened) {
        if (opened.looked()) {
            remembered.putAll(opened.runIds());
        }
    }

    private static void find(Connection connection, Collection<UUID> wanted, Map<UUID, Long> found)
            throws SQLException {
        var question = new Statement("select process_id, run_id from run_key where process_id = any(:wanted)")
                .bind("wanted", wanted);
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                found.put(row.getObject(1, UUID.class), row.getLong(2));
            }
        }
    }

    private Map<UUID, Long> make(Connection connection, Collection<UUID> wanted, Instant now) throws SQLException {
        var fresh = wanted.stream().map(processId -> ids.next()).toList();
        for (var runId : fresh) {
            partitions.ensure(TimeOrderedId.dayOf(runId)); // another than today's where the clock was ahead before
        }
        var insert = new Statement("""
                insert into run_key (process_id, run_id)
                select process_id, run_id
                from unnest(:wanted, :fresh) as wanted (process_id, run_id)
                on conflict do nothing
                returning process_id, run_id
                """).bind("wanted", wanted).bind("fresh", fresh);
        var made = new HashMap<UUID, Long>();
        try (var statement = insert.prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                made.put(row.getObject(1, UUID.class), row.getLong(2));
            }
        }
        begin(connection, made, now);
        return made;
    }

    private static void begin(Connection connection, Map<UUID, Long> made, Instant now) throws SQLException {
        if (made.isEmpty()) {
            return;
        }
        var processIds = made.keySet().stream().toList();
        var runIds = processIds.stream().map(made::get).toList();
        var runs = new Statement("""
                insert into run (run_id, process_id, status, first_at, started_at, started_given, started_since,
                                 deadline_at, deadline_given)
                select run_id, process_id, 'running', :now, :now, false, :now, :deadline, false
                from unnest(:runs, :processes) as made (run_id, process_id)
                """);
        var tallies = new Statement("""
                insert into run_tally (run_id, last_activity_at)
                select run_id, :now
                from unnest(:runs) as made (run_id)
                """);
        runs.bind("runs", runIds).bind("processes", processIds).bind("now", now).bind("deadline", now.plus(DEADLINE));
        tallies.bind("runs", runIds).bind("now", now);
        execute(connection, runs);
        execute(connection, tallies);
    }
}
