package dev.runlog.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An asynchronous operation around runs: a build, a sync, a deployment.
 *
 * @param version null until it was said
 * @param status an open set, {@code [a-z0-9_-]{1,64}}
 * @param terminal whether it has ended: {@code done}, {@code failed} or {@code cancelled}
 * @param updatedAt time of the newest word about it
 * @param finishedAt time of its end; null while it goes on
 * @param detail what was last said of the present status
 * @param history the changes of status in order of time, of many the last 1 000 that were received, and of long ones
 *     those whose details are 1 MiB together; left out of lists
 * @param historyTruncated whether there were changes before those; left out of lists
 */
@Schema(
        requiredProperties = {
            "stateId",
            "connector",
            "version",
            "name",
            "status",
            "terminal",
            "ownerId",
            "createdAt",
            "updatedAt",
            "finishedAt",
            "detail"
        })
public record State(
        String stateId,
        String connector,
        @Schema(nullable = true) String version,
        String name,
        @Schema(pattern = "[a-z0-9_-]{1,64}") String status,
        boolean terminal,
        String ownerId,
        Instant createdAt,
        Instant updatedAt,
        @Schema(nullable = true) Instant finishedAt,
        @Schema(nullable = true) String detail,

        @Schema(
                description = "The changes of status in order of time; of many the last 1 000 that were received, "
                        + "of long ones those whose details are 1 MiB together. Left out of lists.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        List<StateChange> history,

        @Schema(description = "Whether changes that were received before those are left out of history.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Boolean historyTruncated) {

    /** Whether it came to what it was for. */
    @JsonIgnore
    public boolean isDone() {
        return status.equals(StateStatus.DONE);
    }

    /** As it was from this change on. */
    State since(StateChange change) {
        var ended = StateStatus.isTerminal(change.status());
        return new State(
                stateId,
                connector,
                version,
                name,
                change.status(),
                ended,
                ownerId,
                createdAt,
                change.at(),
                ended ? change.at() : null,
                change.detail(),
                null,
                null);
    }

    State with(List<StateChange> changes, boolean isCut) {
        return new State(
                stateId,
                connector,
                version,
                name,
                status,
                terminal,
                ownerId,
                createdAt,
                updatedAt,
                finishedAt,
                detail,
                List.copyOf(changes),
                isCut);
    }
}
