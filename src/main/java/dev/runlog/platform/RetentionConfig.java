package dev.runlog.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is stored is kept, counted from the end of the UTC day of a run's first contact. */
@ConfigMapping(prefix = "runlog.retention")
interface RetentionConfig {

    /** Log entries, failures, output and idempotency keys of runs; a day at least. */
    @WithDefault("30d")
    Duration logs();

    /** Runs themselves: their status, times and counts; as long as logs at least. */
    @WithDefault("90d")
    Duration runs();
}
