package dev.runlog.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a newcomer may want to see. */
@ConfigMapping(prefix = "runlog")
interface DemoConfig {

    /** Fill an empty database with a week of made-up runs ({@code RUNLOG_DEMO=true}). */
    @WithDefault("false")
    boolean demo();
}
