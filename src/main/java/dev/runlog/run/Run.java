package dev.runlog.run;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One execution of a connector.
 *
 * @param connector null until the run is registered, as are {@code site} and {@code version}
 * @param exitCode null until the container has exited, or where it vanished; any value but 0 means failure
 * @param finishedAt null while the run is going
 * @param durationMs milliseconds from start to end; null while the run is going
 * @param deadlineAt when a run without an end counts as lost
 * @param apiFailures failed Container API calls
 * @param failure why; null unless {@code failed} or {@code lost}
 * @param reason what the sender of the end said about it
 * @param logsExpired its log entries, failures and output are past their retention; what was counted of them stays
 */
@Schema
public record Run(
        UUID processId,
        @Schema(nullable = true) String connector,
        @Schema(nullable = true) String site,
        @Schema(nullable = true) String version,
        RunStatus status,

        @Schema(nullable = true, minimum = "0", maximum = "255")
        Integer exitCode,

        Instant startedAt,
        @Schema(nullable = true) Instant finishedAt,
        @Schema(nullable = true) Long durationMs,
        Instant deadlineAt,
        Instant lastActivityAt,
        LogCounts logs,
        long apiFailures,
        OutputSizes output,
        @Schema(nullable = true) Failure failure,
        @Schema(nullable = true) String reason,
        boolean logsExpired) {

    Run failingAs(Failure why) {
        return new Run(
                processId,
                connector,
                site,
                version,
                status,
                exitCode,
                startedAt,
                finishedAt,
                durationMs,
                deadlineAt,
                lastActivityAt,
                logs,
                apiFailures,
                output,
                why,
                reason,
                logsExpired);
    }

    /** Bytes received of each stream. */
    public record OutputSizes(long stdoutBytes, long stderrBytes) {}
}
