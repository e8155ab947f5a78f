package dev.runlog.run;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The names of connectors and the small ids that stand for them in every row. A name keeps its id for ever, so both
 * ways are remembered; safe for concurrent use.
 */
@ApplicationScoped
public class Connectors {
    private static final int MOST_TRIES = 20;

    private final Rows rows;
    private final AgroalDataSource database;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();

    Connectors(Rows rows, AgroalDataSource database) {
        this.rows = rows;
        this.database = database;
    }

    /** The id of a connector that has been seen. */
    public Optional<Integer> idOf(String name) {
        var known = ids.get(name);
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
        var known = names.get(id);
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
        if (version != null && versions.add(id + "/" + version)) {
            addVersion(id, version, now);
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
        } catch (SQLException failure) {
            versions.remove(id + "/" + version);
            throw failure;
        }
    }

    private void remember(String name, int id) {
        ids.put(name, id);
        names.put(id, name);
    }
}
