package dev.runlog.state;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/** One row of {@code state_change}; {@code change} numbers a state's changes in the order received. */
@Entity
@Table(name = "state_change")
@IdClass(StateChangeEntity.Key.class)
class StateChangeEntity extends PanacheEntityBase {
    @Id
    String stateId;

    @Id
    int change;

    int connectorId;
    String status;
    Instant at;
    String detail;

    record Key(String stateId, int change) implements Serializable {}

    static void add(StateEntity state, String status, Instant at, String detail) {
        var change = new StateChangeEntity();
        change.stateId = state.stateId;
        change.change = ++state.changes;
        change.connectorId = state.connectorId;
        change.status = status;
        change.at = at;
        change.detail = detail;
        change.persist();
    }

    /** Asks for what it is asked: a history may be long. */
    record Changes(String stateId) implements Effect.History {
        @Override
        public StateChange last() {
            return first("stateId = ?1 order by at desc, change desc", stateId).orElseThrow();
        }

        @Override
        public Optional<StateChange> lastUntil(Instant at) {
            return first("stateId = ?1 and at <= ?2 order by at desc, change desc", stateId, at);
        }

        @Override
        public Optional<StateChange> firstAfter(Instant at) {
            return first("stateId = ?1 and at > ?2 order by at, change", stateId, at);
        }

        @Override
        public boolean has(String status, Instant at) {
            return StateChangeEntity.count("stateId = ?1 and at = ?2 and status = ?3", stateId, at, status) > 0;
        }

        private static Optional<StateChange> first(String question, Object... binds) {
            return StateChangeEntity.find(question, binds)
                    .project(StateChange.class)
                    .firstResultOptional();
        }
    }
}
