package dev.runlog.ingest;

import dev.runlog.ingest.IdempotencyStore.Owned;
import dev.runlog.ingest.IdempotencyStore.Owner;
import dev.runlog.log.LogStore;
import dev.runlog.platform.Json;
import dev.runlog.run.Connectors;
import dev.runlog.run.Registration;
import dev.runlog.run.RunKeys;
import dev.runlog.run.RunNews;
import dev.runlog.run.RunStore;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Registers and finishes runs, each in one transaction with the run's row locked and its key beside it. */
@ApplicationScoped
class RunWrites {
    private final RunKeys keys;
    private final RunStore runs;
    private final LogStore logs;
    private final Connectors connectors;
    private final IdempotencyStore idempotency;
    private final AgroalDataSource database;
    private final RunNews news;
    private final Json json;
    private final Clock clock;

    RunWrites(
            RunKeys keys,
            RunStore runs,
            LogStore logs,
            Connectors connectors,
            IdempotencyStore idempotency,
            AgroalDataSource database,
            RunNews news,
            Json json,
            Clock clock) {
        this.keys = keys;
        this.runs = runs;
        this.logs = logs;
        this.connectors = connectors;
        this.idempotency = idempotency;
        this.database = database;
        this.news = news;
        this.json = json;
        this.clock = clock;
    }

    /** An end of a run; see {@link RunStore#finish}. */
    record End(Integer exitCode, Instant finishedAt, String reason) {}

    Answer register(Writer writer, UUID processId, Registration registration, Optional<Idempotency> key)
            throws SQLException {
        var now = clock.instant();
        writer.require(registration.connector());
        var known = keys.idOf(processId);
        if (known.isPresent()) {
            if (writer.isLimitedToConnectors()) {
                writer.require(runs.connectorOf(known.get()), connectors);
            }
            var first = idempotency.replay(new Owned(Owner.RUN, known.get()), key);
            if (first.isPresent()) {
                resume(known.get());
                return first.get();
            }
        }
        runs.check(processId, registration);
        var connectorId = connectors.see(registration.connector(), registration.version(), now);
        var early = new int[1];
        var answer = change(writer, processId, key, now, (connection, runId, made) -> {
            early[0] = runs.register(connection, runId, registration, connectorId, now);
            return made ? 201 : 200;
        });
        if (early[0] > 0) {
            assign(keys.idOf(processId).orElseThrow(), connectorId, early[0]);
        }
        return answer;
    }

    /** Goes on with an assignment that was cut short; a caller repeats the write that was not answered. */
    private void resume(long runId) throws SQLException {
        var unassigned = runs.unassigned(runId);
        if (unassigned.isPresent()) {
            assign(runId, unassigned.get().connectorId(), unassigned.get().lastSeq());
        }
    }

    /** Behind the registration, since there may be a million entries; taken up again by the next one if cut short. */
    private void assign(long runId, int connectorId, int lastSeq) throws SQLException {
        logs.assign(runId, connectorId, lastSeq);
        runs.assigned(runId);
    }

    Answer finish(Writer writer, UUID processId, End end, Optional<Idempotency> key) throws SQLException {
        var now = clock.instant();
        var finishedAt = end.finishedAt() == null ? now : end.finishedAt();
        return change(writer, processId, key, now, (connection, runId, made) -> {
            runs.finish(connection, runId, end.exitCode(), finishedAt, end.reason());
            return 200;
        });
    }

    /** Changes a locked run and says with which status that is answered. */
    @FunctionalInterface
    private interface Change {
        int apply(Connection connection, long runId, boolean made) throws SQLException;
    }

    private record Changed(Answer answer, RunKeys.Opened opened) {}

    private Answer change(Writer writer, UUID processId, Optional<Idempotency> key, Instant now, Change change)
            throws SQLException {
        keys.prepare(now);
        var changed = QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = database.getConnection()) {
                var opened = keys.open(connection, Set.of(processId), now);
                var runId = opened.runIds().get(processId);
                writer.require(runs.lock(runId), connectors);
                var answer = idempotency.once(connection, new Owned(Owner.RUN, runId), key, now, () -> {
                    int status = change.apply(connection, runId, !opened.made().isEmpty());
                    return new Answer(status, json.write(runs.read(connection, runId, now)));
                });
                return new Changed(answer, opened);
            }
        });
        keys.remember(changed.opened());
        news.changed(changed.opened().runIds().values());
        return changed.answer();
    }
}
