package dev.runlog.page;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Long answers: streams of events, such as the live tail, and exports. */
@ConfigMapping(prefix = "runlog.stream")
interface StreamConfig {

    /** How often a comment goes out, so that nothing on the way takes a silent stream for dead. */
    @WithDefault("15s")
    Duration commentEvery();

    /** How long a reader may leave untaken what was sent before it is cut off. */
    @WithDefault("10s")
    Duration patience();

    /** Most streams of events that one caller follows at a time. */
    @WithDefault("1000")
    int perCaller();

    /** Most exports, and outputs of over a mebibyte, that one caller reads at a time; each has a thread of the service's. */
    @WithDefault("32")
    int exportsPerCaller();
}
