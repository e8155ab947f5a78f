package dev.runlog.run;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How runs ended, over time.
 *
 * @param interval its length, such as {@code 1h}
 * @param groups those with most runs first, 100 at most
 * @param groupsLeftOut how many more there are, each with fewer runs or as many
 */
@Schema
record RunStats(Instant from, Instant to, String interval, List<Group> groups, long groupsLeftOut) {

    /** @param key what its runs have in common; null where there is nothing, or runs are not grouped */
    @Schema(name = "RunStatsGroup")
    record Group(@Schema(nullable = true) String key, List<Bucket> buckets) {}

    /**
     * Runs that started in one interval.
     *
     * @param successRate the share of those that have ended or are lost, 0 to 1; null where there are none
     * @param durationMs of those that have ended
     */
    @Schema(name = "RunStatsBucket")
    record Bucket(
            Instant start,
            long total,
            long succeeded,
            long failed,
            long lost,
            long running,
            @Schema(nullable = true) Double successRate,
            Percentiles durationMs) {

        static Bucket empty(Instant start) {
            return new Bucket(start, 0, 0, 0, 0, 0, null, Percentiles.NONE);
        }
    }

    /** Milliseconds: so many hundredths of the runs took no longer; all null where there are none. */
    @Schema(name = "Percentiles")
    record Percentiles(
            @Schema(nullable = true) Long p50,
            @Schema(nullable = true) Long p95,
            @Schema(nullable = true) Long p99) {
        static final Percentiles NONE = new Percentiles(null, null, null);
    }
}
