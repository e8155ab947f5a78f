package dev.runlog.run;

import dev.runlog.platform.Rfc3339;
import dev.runlog.run.Examiner.Findings;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One row of {@code run}, changed by its registration and its end. */
@Entity
@Table(name = "run")
class RunEntity extends PanacheEntityBase {
    @Id
    long runId;

    UUID processId;
    Integer connectorId;
    String site;
    String version;

    @Convert(converter = RunStatusConverter.class)
    RunStatus status;

    Short exitCode;
    String reason;
    Instant firstAt;
    Instant registeredAt;
    int unassignedSeq;
    Instant startedAt;
    boolean startedGiven;
    Instant startedSince;
    Instant deadlineAt;
    boolean deadlineGiven;
    Instant finishedAt;
    Instant finishedSince;

    /** Of a failed run, as {@link Examiner.Findings} has them. */
    String lastWords;

    boolean toldOfKill;
    boolean deploymentInDoubt;

    boolean isRegistered() {
        return registeredAt != null;
    }

    /** @param deadline null where it was not said: some hours behind the start, unless it was said before */
    void mustEndBy(Instant deadline) {
        if (deadline != null) {
            deadlineAt = deadline;
            deadlineGiven = true;
        } else if (!deadlineGiven) {
            deadlineAt = Rfc3339.later(startedAt, RunKeys.DEADLINE);
        }
    }

    /** Takes over when it started, where nobody has said so yet. */
    void starts(Registration registration) {
        if (startedGiven) {
            return;
        }
        var activeAt = registration.activeAt();
        if (registration.startedAt() != null) {
            startedAt = registration.startedAt();
            startedGiven = true;
        } else if (!isRegistered() && activeAt != null && activeAt.isBefore(startedAt)) {
            startedAt = activeAt;
        }
    }

    /** Moves a start that nobody said, where it lies behind the end; whether it did. */
    boolean startedBy(Instant end) {
        if (isRegistered() || startedGiven || !end.isBefore(startedAt)) {
            return false;
        }
        startedAt = end;
        mustEndBy(null);
        return true;
    }

    Findings findings() {
        return new Findings(lastWords, toldOfKill, deploymentInDoubt);
    }

    void keep(Findings found) {
        lastWords = found.lastWords();
        toldOfKill = found.toldOfKill();
        deploymentInDoubt = found.deploymentInDoubt();
    }

    Integer exitCode() {
        return exitCode == null ? null : exitCode.intValue();
    }
}
