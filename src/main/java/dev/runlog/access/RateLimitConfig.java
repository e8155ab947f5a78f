package dev.runlog.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** How often one caller may ask and write, and come with a credential of nobody's; not bounded unless it is given. */
@ConfigMapping(prefix = "runlog.rate-limit")
interface RateLimitConfig {

    /** Requests to the query API in a window. */
    OptionalLong reads();

    /** Requests to the ingestion API, OTLP's address included, and to the Container API's route, in a window. */
    OptionalLong writes();

    /** Requests to {@code /admin} in a window. */
    OptionalLong admin();

    /** Requests of one address in a window whose credential is not known, has expired or was revoked. */
    OptionalLong refused();

    /** In which a spent quota comes back, evenly. */
    @WithDefault("1m")
    Duration window();

    /** Most callers whose quotas are known; those that have been silent longest start afresh. */
    @WithDefault("10000")
    int callers();
}
