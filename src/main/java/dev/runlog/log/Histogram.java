package dev.runlog.log;

import dev.runlog.run.LogCounts.ByLevel;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many entries there are in each interval of a window.
 *
 * @param interval its length, such as {@code 1h}
 * @param buckets in order of time, those without entries too
 */
@Schema
record Histogram(Instant from, Instant to, String interval, List<Bucket> buckets) {

    /** @param start a multiple of the interval; the first bucket may begin before the window, and counts none of that */
    @Schema(name = "HistogramBucket")
    record Bucket(Instant start, long total, ByLevel byLevel) {}
}
