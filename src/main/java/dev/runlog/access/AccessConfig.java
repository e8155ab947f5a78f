package dev.runlog.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What stands open although credentials are asked for. */
@ConfigMapping(prefix = "runlog.access")
interface AccessConfig {

    /**
     * Whether {@code /container-api} asks for a credential as {@code /ingest/v1} does ({@code closed}), or takes log
     * entries from whoever reaches it ({@code open}): unmodified SDKs send no credential.
     */
    @WithDefault("closed")
    Door containerApi();

    /** Whether a credential is asked for. */
    enum Door {
        OPEN,
        CLOSED
    }
}
