package dev.runlog.state;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

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

    static List<StateChange> of(String stateId) {
        return find("stateId = ?1 order by at, change", stateId)
                .project(StateChange.class)
                .list();
    }
}
