package dev.runlog.page;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of events, such as the live tail. */
@ConfigMapping(prefix = "runlog.stream")
interface StreamConfig {

    /** How often a comment goes out, so that nothing on the way takes a silent stream for dead. */
    @WithDefault("15s")
    Duration commentEvery();

    /** How long a reader may leave untaken what was sent before it is cut off. */
    @WithDefault("10s")
    Duration patience();
}
