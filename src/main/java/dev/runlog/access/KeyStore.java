package dev.runlog.access;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.problem.Refusal;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** API keys, found by the hash of their text. Asks the pool that writes, which a crowd of slow queries does not empty. */
@ApplicationScoped
class KeyStore {
    static final String COLUMNS =
            "key_id, name, scopes, connectors, process_id, created_at, expires_at, last_used_at, revoked_at\n";

    private static final String ID_PREFIX = "key:";

    private final AgroalDataSource database;
    private final Rows rows;
    private final AccessMode mode;
    private final Clock clock;

    KeyStore(AgroalDataSource database, AccessMode mode, Clock clock) {
        this.database = database;
        this.mode = mode;
        this.clock = clock;
        this.rows = Rows.of(database);
    }

    /** Nobody holds a key longer than the service stood open, if that is all that let him make it. */
    void start(@Observes StartupEvent event) throws SQLException {
        if (mode.isOpen()) {
            return;
        }
        var revoking = new Statement("""
                update api_key
                set revoked_at = :now
                where made_by_anybody
                  and revoked_at is null
                """).bind("now", clock.instant());
        try (var connection = database.getConnection();
                var update = revoking.prepare(connection)) {
            update.executeUpdate();
        }
    }

    /** Those that can be used; none that anybody has made is a credential. */
    Optional<Credential> find(ByteBuffer hash) {
        var question = new Statement("""
                select key_id, scopes, connectors, process_id, expires_at
                from api_key
                where hash = :hash
                  and revoked_at is null
                  and not made_by_anybody
                """).bind("hash", hash.array());
        return rows.one(question, KeyStore::credential);
    }

    private static Credential credential(ResultSet row) throws SQLException {
        var scopes = texts(row, "scopes").stream()
                .flatMap(text -> Scope.of(text).stream())
                .collect(Collectors.toSet());
        var sight = new Sight(
                Optional.ofNullable(texts(row, "connectors")).map(Set::copyOf),
                Optional.ofNullable(row.getObject("process_id", UUID.class)));
        return new Credential(
                id(row.getObject("key_id", UUID.class)), scopes, sight, Optional.ofNullable(time(row, "expires_at")));
    }

    private static String id(UUID keyId) {
        return ID_PREFIX + keyId;
    }

    /** The id of the key that a credential of {@link #find} is. */
    static UUID keyId(Credential credential) {
        return UUID.fromString(credential.id().substring(ID_PREFIX.length()));
    }

    /**
     * @param request with which it was asked for, if that can be told
     * @param byAnybody whether it is worth nothing once the service asks for credentials
     * @throws Refusal 409 or 422 where that has made a key before
     */
    void add(ApiKey key, ByteBuffer hash, Optional<RequestKey> request, boolean byAnybody) throws SQLException {
        var adding = new Statement("""
                insert into api_key (
                    key_id, hash, name, scopes, connectors, process_id, created_at, expires_at, request_hash, request_body,
                    made_by_anybody)
                values (
                    :id, :hash, :name, :scopes, :connectors, :process, :created, :expires, :requestHash, :requestBody,
                    :byAnybody)
                on conflict on constraint api_key_request_hash_key do nothing
                """)
                .bind("id", key.id())
                .bind("hash", hash.array())
                .bind("name", key.name())
                .bind("scopes", key.scopes())
                .bind("connectors", key.connectors())
                .bind("process", key.processId())
                .bind("created", key.createdAt())
                .bind("expires", key.expiresAt())
                .bind("requestHash", request.map(made -> made.hash().array()).orElse(null))
                .bind("requestBody", request.map(made -> made.body().array()).orElse(null))
                .bind("byAnybody", byAnybody);
        try (var connection = database.getConnection();
                var insert = adding.prepare(connection)) {
            if (insert.executeUpdate() == 1) {
                return;
            }
        }
        throw madeBefore(request.orElseThrow());
    }

    private Refusal madeBefore(RequestKey request) {
        var question = new Statement("""
                select key_id, request_body
                from api_key
                where request_hash = :requestHash
                """).bind("requestHash", request.hash().array());
        return rows.one(
                        question,
                        row -> request.refusal(row.getObject("key_id", UUID.class), row.getBytes("request_body")))
                .orElseThrow();
    }

    /** Whether there is such a key; one that was revoked before stays as it was. */
    boolean revoke(UUID id, Instant now) throws SQLException {
        var revoking = new Statement("""
                update api_key
                set revoked_at = coalesce(revoked_at, :now)
                where key_id = :id
                """).bind("id", id).bind("now", now);
        try (var connection = database.getConnection();
                var update = revoking.prepare(connection)) {
            return update.executeUpdate() == 1;
        }
    }

    /** Notes when keys were used; instances that note the same key are some seconds apart. */
    void used(Collection<UUID> ids, Instant now) throws SQLException {
        try (var connection = database.getConnection()) {
            for (var id : ids) {
                used(connection, id, now);
            }
        }
    }

    private static void used(Connection connection, UUID id, Instant now) throws SQLException {
        var noting = new Statement("""
                update api_key
                set last_used_at = :now
                where key_id = :id
                  and (last_used_at is null or last_used_at < :now)
                """).bind("id", id).bind("now", now);
        try (var update = noting.prepare(connection)) {
            update.executeUpdate();
        }
    }

    static ApiKey read(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getObject("key_id", UUID.class),
                row.getString("name"),
                texts(row, "scopes"),
                texts(row, "connectors"),
                row.getObject("process_id", UUID.class),
                time(row, "created_at"),
                time(row, "expires_at"),
                time(row, "last_used_at"),
                time(row, "revoked_at"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? null : Arrays.asList((String[]) array.getArray());
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
