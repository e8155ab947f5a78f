package dev.runlog.ingest;

import dev.runlog.page.Statement;
import dev.runlog.platform.Retention;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The first answers to writes that carried a key, stored in the transaction of the write itself; a claim ahead of it. */
@ApplicationScoped
class IdempotencyStore {
    /** In the place of one: what is answered to a claim that was repeated, its writes know. */
    private static final Answer OF_A_CLAIM = new Answer(200, "");

    private final AgroalDataSource database;
    private final Retention retention;

    IdempotencyStore(AgroalDataSource database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    /** What a key belongs to. The tables are alike but for their owner. */
    enum Owner {
        RUN("idempotency_key", "run_id"),
        STATE("state_idempotency_key", "state_id"),
        /** OTLP's address, of whatever runs: its keys lie among those of states and are swept with them. */
        OTLP("state_idempotency_key", "state_id");

        private final String table;
        private final String column;

        Owner(String table, String column) {
            this.table = table;
            this.column = column;
        }
    }

    /** @param owner the id of what the key belongs to, as in {@link Owned} */
    record Place(Object owner, UUID key) {}

    /** A key's first use. */
    record First(UUID body, Answer answer) {

        /** @throws Refusal 422 where the same key came with another body */
        Answer replay(Idempotency again) {
            if (!body.equals(again.body())) {
                throw new Refusal(
                        ProblemCode.IDEMPOTENCY_MISMATCH, "This Idempotency-Key came here before with another body.");
            }
            return answer.asReplay();
        }
    }

    /** Those of the keys that have been used before. */
    Map<Place, First> find(Connection connection, Owner owner, Collection<Place> places) throws SQLException {
        var found = new HashMap<Place, First>();
        if (places.isEmpty()) {
            return found;
        }
        var question = new Statement("""
                select %2$s, key_hash, body_hash, status, answer
                from %1$s
                where %2$s = any(:owners)
                  and key_hash = any(:keys)
                """.formatted(owner.table, owner.column))
                .bind("owners", places.stream().map(Place::owner).distinct().toList())
                .bind("keys", places.stream().map(Place::key).distinct().toList());
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                var place = new Place(row.getObject(1), row.getObject(2, UUID.class));
                found.put(place, new First(row.getObject(3, UUID.class), new Answer(row.getInt(4), row.getString(5))));
            }
        }
        return found;
    }

    /** @throws SQLException of state 23505 where another transaction used one of the keys meanwhile */
    void save(Connection connection, Owner owner, Map<Place, First> used, Instant now) throws SQLException {
        if (used.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(saving(owner))) {
            for (var use : used.entrySet()) {
                set(insert, use.getKey(), use.getValue(), now);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String saving(Owner owner) {
        return "insert into %s (%s, key_hash, body_hash, created_at, status, answer) values (?, ?, ?, ?, ?, ?)"
                .formatted(owner.table, owner.column);
    }

    private static void set(PreparedStatement insert, Place place, First first, Instant now) throws SQLException {
        insert.setObject(1, place.owner());
        insert.setObject(2, place.key());
        insert.setObject(3, first.body());
        insert.setObject(4, now.atOffset(ZoneOffset.UTC));
        insert.setInt(5, first.answer().status());
        insert.setString(6, first.answer().body());
    }

    /**
     * Takes a key for one body, in a transaction of its own ahead of the writes that it is for; whether it was taken for
     * this body before. Whatever becomes of the writes, it stays taken: some may be stored that nobody heard of.
     *
     * @throws Refusal 422 where it was taken for another body
     */
    boolean claim(Owned owned, Idempotency key, Instant now) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(saving(owned.owner()) + " on conflict do nothing")) {
            set(insert, new Place(owned.id(), key.key()), new First(key.body(), OF_A_CLAIM), now);
            return insert.executeUpdate() == 0 && replay(connection, owned, key).isPresent();
        }
    }

    /** @param id a run's ({@link Long}), a state's ({@link String}), or for OTLP one that no state has */
    record Owned(Owner owner, Object id) {
        static final Owned OTLP = new Owned(Owner.OTLP, "");

        /** The keys of a run are where its logs are. */
        boolean isPast(Retention retention) {
            return owner == Owner.RUN && retention.logsExpired((long) id);
        }
    }

    /**
     * The answer of the first time, where the key was used before: to be asked for before the write is held against what
     * is known, for it may have been right then.
     *
     * @throws Refusal 422 where the key came with another body
     */
    Optional<Answer> replay(Owned owned, Optional<Idempotency> key) throws SQLException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try (var connection = database.getConnection()) {
            return replay(connection, owned, key.get());
        }
    }

    private Optional<Answer> replay(Connection connection, Owned owned, Idempotency key) throws SQLException {
        var place = new Place(owned.id(), key.key());
        return Optional.ofNullable(
                        find(connection, owned.owner(), Set.of(place)).get(place))
                .map(first -> first.replay(key));
    }

    /** What a write does, in its transaction. */
    @FunctionalInterface
    interface Work {
        Answer run() throws SQLException;
    }

    /**
     * Does the work, or answers as the first time where the key was used before. The owner must be locked, so that two
     * copies in flight come here one after the other. A run whose logs have expired keeps no keys: of what can still be
     * said of it, nothing does harm when it is said again.
     *
     * @throws Refusal 422 where the key came with another body
     */
    Answer once(Connection connection, Owned owned, Optional<Idempotency> key, Instant now, Work work)
            throws SQLException {
        if (key.isEmpty() || owned.isPast(retention)) {
            return work.run();
        }
        var first = replay(connection, owned, key.get());
        if (first.isPresent()) {
            return first.get();
        }
        var place = new Place(owned.id(), key.get().key());
        var answer = work.run();
        save(connection, owned.owner(), Map.of(place, new First(key.get().body(), answer)), now);
        return answer;
    }
}
