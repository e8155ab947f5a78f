package dev.runlog.ingest;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** OTLP's logs are taken below the ingestion API too, where the contract lists their address: from there as if sent to it. */
@ApplicationScoped
class OtlpAddress {
    private static final String ADDRESS = "/otlp/v1/logs";
    /** Before whatever else looks at a request, which sees it once. */
    private static final int FIRST = Integer.MIN_VALUE;

    void install(@Observes Router router) {
        router.route("/ingest/v1" + ADDRESS).order(FIRST).handler(rc -> rc.reroute(ADDRESS));
    }
}
