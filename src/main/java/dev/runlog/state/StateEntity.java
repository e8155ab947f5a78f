package dev.runlog.state;

import dev.runlog.platform.Rfc3339;
import dev.runlog.problem.Problem.Fault;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One row of {@code state}, changed by what is said of it. */
@Entity
@Table(name = "state")
class StateEntity extends PanacheEntityBase {
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    @Id
    String stateId;

    int connectorId;
    String version;
    String name;
    String status;
    String ownerId;
    String detail;
    Instant createdAt;
    boolean createdGiven;
    Instant updatedAt;
    Instant finishedAt;
    int changes;

    /** Takes up what is new about the present status. */
    void confirm(Instant at, String detail) {
        this.detail = detail;
        updatedAt = at.isAfter(updatedAt) ? at : updatedAt;
    }

    /** Takes up a status. */
    void take(String status, Instant at, String detail) {
        this.status = status;
        confirm(at, detail);
        if (StateStatus.isTerminal(status)) {
            finishedAt = at;
        }
    }

    /** A word without a time is the newest, also where the clock of an earlier sender is ahead. */
    Instant timeOf(StateReport report, Instant now) {
        if (report.at() != null) {
            return report.at();
        }
        return now.isAfter(updatedAt) ? now : Rfc3339.later(updatedAt, MICROSECOND);
    }

    /** What is said otherwise than it is known; a time of creation that nobody sent is not known. */
    List<Fault> contradictions(StateReport report, String connector) {
        var faults = new ArrayList<Fault>();
        conflict(faults, "connector", connector, report.connector());
        conflict(faults, "name", name, report.name());
        conflict(faults, "ownerId", ownerId, report.ownerId());
        conflict(faults, "version", version, report.version());
        conflict(faults, "createdAt", createdGiven ? createdAt : null, report.createdAt());
        return faults;
    }

    private static void conflict(List<Fault> faults, String field, Object known, Object sent) {
        if (known != null && sent != null && !known.equals(sent)) {
            faults.add(Fault.ofPointer("/" + field, field + " is known to be another."));
        }
    }
}
