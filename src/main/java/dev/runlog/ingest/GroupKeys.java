package dev.runlog.ingest;

import dev.runlog.ingest.GroupCommit.Outcome;
import dev.runlog.ingest.IdempotencyStore.First;
import dev.runlog.ingest.IdempotencyStore.Owner;
import dev.runlog.ingest.IdempotencyStore.Place;
import dev.runlog.problem.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** The keys of one group of writes to runs: those used before, and those this group uses first. For one thread. */
final class GroupKeys {
    private final IdempotencyStore store;
    private final Connection connection;
    private final boolean empty;
    private final Map<Place, First> used;
    private final Map<Place, First> fresh = new LinkedHashMap<>();

    /** A write that may carry a key. */
    interface Keyed extends GroupCommit.Write {
        Writer writer();

        UUID processId();

        Optional<Idempotency> idempotency();
    }

    GroupKeys(IdempotencyStore store, Connection connection, List<? extends Keyed> writes, ToLongFunction<UUID> runIds)
            throws SQLException {
        this.store = store;
        this.connection = connection;
        var places = new ArrayList<Place>();
        for (var write : writes) {
            write.idempotency()
                    .ifPresent(key -> places.add(new Place(runIds.applyAsLong(write.processId()), key.key())));
        }
        this.empty = places.isEmpty();
        this.used = store.find(connection, Owner.RUN, places);
    }

    /** Whether no write has a key. */
    boolean isEmpty() {
        return empty;
    }

    /** What a write is answered whose key was used before, in this group or earlier; empty where it is to be done. */
    Optional<Outcome> replay(Keyed write, long runId) {
        return write.idempotency()
                .flatMap(key -> Optional.ofNullable(used.get(new Place(runId, key.key())))
                        .map(first -> replay(first, key)));
    }

    private static Outcome replay(First first, Idempotency key) {
        try {
            return new Outcome.Done(first.replay(key));
        } catch (Refusal refusal) {
            return new Outcome.Refused(refusal);
        }
    }

    /** Remembers the answer to a write that was done, for the next one with its key. */
    void done(Keyed write, long runId, Answer answer) {
        write.idempotency().ifPresent(key -> {
            var first = new First(key.body(), answer);
            used.put(new Place(runId, key.key()), first);
            fresh.put(new Place(runId, key.key()), first);
        });
    }

    /** Stores what this group used first; see {@link IdempotencyStore#save}. */
    void save(Instant now) throws SQLException {
        store.save(connection, Owner.RUN, fresh, now);
    }
}
