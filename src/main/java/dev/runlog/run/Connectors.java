package dev.runlog.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import io.agroal.api.AgroalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of connectors and the small ids that stand for them in every row. A name keeps its id for ever, so both
 * ways are remembered; safe for concurrent use. Asks the pool that writes: a list that reads rows holds a connection of
 * the other one already.
 */
@ApplicationScoped
public class Connectors {
    private static final int MOST_TRIES = 20;
    private static final int MOST_REMEMBERED = 50_000;

    private final Rows rows;
    private final AgroalDataSource database;
    private final Cache<String, Integer> ids =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    private final Cache<Integer, String> names =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    private final Cache<String, Boolean> versions =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    Connectors(AgroalDataSource database) {
        this.rows = Rows.of(database);
        this.database = database;
    }

    /** The id of a connector that has been seen. */
    public Optional<Integer> idOf(String name) {
        var known = ids.getIfPresent(name);
        if (known != null) {
            return Optional.of(known);
        }
        var found = rows.one(
                new Statement("select connector_id from connector where name = :name").bind("name", name),
                row -> row.getInt(1));
        found.ifPresent(id -> remember(name, id));
        return found;
    }

    /** The ids of those names that have been seen; others have no rows to find. */
    public Set<Integer> idsOf(Collection<String> wanted) {
        return wanted.stream().flatMap(name -> idOf(name).stream()).collect(Collectors.toSet());
    }

    /** @param id may be null: a run that is not registered yet has no connector */
    public String nameOf(Integer id) {
        if (id == null) {
            return null;
        }
        var known = names.getIfPresent(id);
        if (known != null) {
            return known;
        }
        var name = rows.one(
                        new Statement("select name from connector where connector_id = :id").bind("id", id),
                        row -> row.getString(1))
                .orElseThrow(() -> new IllegalStateException("connector " + id + " has no name"));
        remember(name, id);
        return name;
    }

    /** The id of a connector, made now if it has not been seen; committed on its own, before whatever refers to it. */
    public int see(String name, String version, Instant now) throws SQLException {
        var known = idOf(name);
        var id = known.isPresent() ? known.get() : add(name);
        var seen = id + "/" + version;
        if (version != null && versions.getIfPresent(seen) == null) {
            addVersion(id, version, now);
            versions.put(seen, true);
        }
        return id;
    }

    private int add(String name) throws SQLException {
        var adding = """
                insert into connector (connector_id, name)
                select coalesce(max(connector_id), 0) + 1, ? from connector
                on conflict do nothing
                """;
        for (int i = 0; i < MOST_TRIES; i++) {
            try (var connection = database.getConnection();
                    var insert = connection.prepareStatement(adding)) {
                insert.setString(1, name);
                insert.executeUpdate();
            }
            var id = idOf(name);
            if (id.isPresent()) {
                return id.get();
            }
        }
        throw new SQLException("no id for a new connector could be had", "40001");
    }

    private void addVersion(int id, String version, Instant now) throws SQLException {
        var adding = """
                insert into connector_version (connector_id, version, first_seen)
                values (?, ?, ?)
                on conflict do nothing
                """;
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(adding)) {
            insert.setInt(1, id);
            insert.setString(2, version);
            insert.setObject(3, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    /** Notes a registered run as its connector's newest, or newest succeeded one, where it is that. */
    void ran(Connection connection, RunEntity run) throws SQLException {
        note(connection, run, """
                update connector
                set last_run_id = :run, last_process_id = :process, last_status = :status,
                    last_started_at = :started, last_deadline_at = :deadline
                where connector_id = :connector
                  and (last_run_id is null or last_run_id = :run or (last_started_at, last_run_id) < (:started, :run))
                """);
        if (run.status == RunStatus.SUCCEEDED) {
            note(connection, run, """
                    update connector
                    set success_run_id = :run, success_process_id = :process, success_started_at = :started
                    where connector_id = :connector
                      and (success_run_id is null or success_run_id = :run
                           or (success_started_at, success_run_id) < (:started, :run))
                    """);
        }
    }

    /**
     * As {@link #ran}; where the run turns out to have started earlier than was known, another may be the newest.
     *
     * @param knownStart when it had started as far as was known; null where it is registered for the first time
     */
    void registered(Connection connection, RunEntity run, Instant knownStart) throws SQLException {
        ran(connection, run);
        if (knownStart == null || !run.startedAt.isBefore(knownStart)) {
            return;
        }
        var newestFirst = Sort.descending("startedAt", "runId");
        var newest = Stream.of(
                RunEntity.<RunEntity>find("connectorId = ?1", newestFirst, run.connectorId),
                RunEntity.<RunEntity>find(
                        "connectorId = ?1 and status = ?2", newestFirst, run.connectorId, RunStatus.SUCCEEDED));
        for (var found :
                newest.flatMap(first -> first.firstResultOptional().stream()).toList()) {
            ran(connection, found);
        }
    }

    private static void note(Connection connection, RunEntity run, String sql) throws SQLException {
        var noting = new Statement(sql)
                .bind("connector", run.connectorId)
                .bind("run", run.runId)
                .bind("process", run.processId)
                .bind("status", run.status.label())
                .bind("started", run.startedAt)
                .bind("deadline", run.deadlineAt);
        try (var update = noting.prepare(connection)) {
            update.executeUpdate();
        }
    }

    private void remember(String name, int id) {
        ids.put(name, id);
        names.put(id, name);
    }
}
