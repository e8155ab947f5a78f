package dev.runlog.diagnosis;

import dev.runlog.log.ErrorGroup;
import dev.runlog.run.LogCounts.ByLevel;
import dev.runlog.run.Run;
import dev.runlog.state.State;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A run beside the last one of the same connector and site that succeeded before it. Where there is none, what is of
 * then is null and the lists are empty.
 *
 * @param durationRatio how many times as long this run took; null where either has no duration
 * @param newFingerprints error groups that only this run has, 20 at most, as in every list here
 * @param goneFingerprints error groups that only the other has
 * @param statesBetween states of the connector that changed between the starts of the two, as they are now
 */
@Schema
record Comparison(
        UUID processId,
        @Schema(nullable = true) UUID lastGoodRun,
        Versions version,
        @Schema(nullable = true) Double durationRatio,
        Levels byLevel,
        List<ErrorGroup> newFingerprints,
        List<ErrorGroup> goneFingerprints,
        List<FailedCalls> newFailures,
        List<FailedCalls> goneFailures,
        List<State> statesBetween) {

    /** The connector's version in either run. */
    @Schema
    record Versions(
            @Schema(nullable = true) String now,
            @Schema(nullable = true) String then) {}

    /** The entries of either run. */
    @Schema
    record Levels(ByLevel now, @Schema(nullable = true) ByLevel then) {}

    static Comparison withNothing(Run run) {
        return new Comparison(
                run.processId(),
                null,
                new Versions(run.version(), null),
                null,
                new Levels(run.logs().byLevel(), null),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    boolean differsInVersion() {
        return lastGoodRun != null && version.now != null && !version.now.equals(version.then);
    }
}
