package dev.runlog.run;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A connector that has been seen.
 *
 * @param versions newest seen first, 100 at most
 * @param lastRun the one that started last; null where none has registered; stays when the run itself is deleted
 * @param lastSuccess the succeeded one that started last; null where there is none; stays likewise
 */
@Schema
public record Connector(
        String connector,
        List<String> versions,
        @Schema(nullable = true) RunSummary lastRun,
        @Schema(nullable = true) RunSummary lastSuccess) {

    /** What a list needs to say of a run. */
    public record RunSummary(UUID processId, RunStatus status, Instant startedAt) {}
}
