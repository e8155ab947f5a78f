package dev.runlog.ingest;

import dev.runlog.ingest.IdempotencyStore.Owned;
import dev.runlog.ingest.IdempotencyStore.Owner;
import dev.runlog.platform.Json;
import dev.runlog.run.Connectors;
import dev.runlog.run.ReExamination;
import dev.runlog.state.StateReport;
import dev.runlog.state.StateStore;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Makes and changes states, each in one transaction with the state's row locked and its key beside it. */
@ApplicationScoped
class StateWrites {
    private final StateStore states;
    private final Connectors connectors;
    private final IdempotencyStore idempotency;
    private final ReExamination reExamination;
    private final AgroalDataSource database;
    private final Json json;
    private final Clock clock;

    StateWrites(
            StateStore states,
            Connectors connectors,
            IdempotencyStore idempotency,
            ReExamination reExamination,
            AgroalDataSource database,
            Json json,
            Clock clock) {
        this.states = states;
        this.connectors = connectors;
        this.idempotency = idempotency;
        this.reExamination = reExamination;
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Answered 201 where the state is new, else 200. */
    Answer put(Writer writer, String stateId, StateReport report, Optional<Idempotency> key) throws SQLException {
        var now = clock.instant();
        var owned = new Owned(Owner.STATE, stateId);
        writer.require(report.connector());
        if (writer.isLimitedToConnectors()) {
            writer.require(states.connectorOf(stateId), connectors);
        }
        var first = idempotency.replay(owned, key);
        if (first.isPresent()) {
            return first.get();
        }
        states.check(stateId, report, now);
        var connectorId = connectors.see(report.connector(), report.version(), now);
        var answer = QuarkusTransaction.requiringNew()
                .call(() -> change(writer, owned, stateId, report, connectorId, key, now));
        reExamination.soon();
        return answer;
    }

    private Answer change(
            Writer writer,
            Owned owned,
            String stateId,
            StateReport report,
            int connectorId,
            Optional<Idempotency> key,
            Instant now)
            throws SQLException {
        try (var connection = database.getConnection()) {
            var made = states.open(connection, stateId, report, connectorId, now);
            writer.require(states.connectorOfOpened(stateId), connectors);
            return idempotency.once(connection, owned, key, now, () -> {
                if (!made) {
                    states.apply(stateId, report, now);
                }
                var state = states.read(connection, stateId);
                reExamination.noteNear(connection, connectorId, state.createdAt());
                return new Answer(made ? 201 : 200, json.write(state));
            });
        }
    }
}
