package dev.runlog.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** What a newcomer may want to see. */
@ConfigMapping(prefix = "runlog.demo")
interface DemoConfig {

    /** Fill an empty database with a week of made-up runs ({@code RUNLOG_DEMO=true}). */
    @WithParentName
    @WithDefault("false")
    boolean wanted();
}
