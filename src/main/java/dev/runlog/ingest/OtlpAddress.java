package dev.runlog.ingest;

import dev.runlog.problem.CalledPath;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** OTLP's logs are taken below the ingestion API too, where the contract lists their address: from there as if sent to it. */
@ApplicationScoped
class OtlpAddress {
    private static final String ADDRESS = "/otlp/v1/logs";
    private static final String BELOW_INGESTION = "/ingest/v1" + ADDRESS;
    /** Before whatever else looks at a request, which sees it once. */
    private static final int FIRST = Integer.MIN_VALUE;

    void install(@Observes Router router) {
        router.route().order(FIRST).handler(OtlpAddress::lead);
    }

    /** By the path as it was sent: a route of its own would have every path decoded before one that cannot be is refused. */
    private static void lead(RoutingContext rc) {
        if (BELOW_INGESTION.equals(rc.request().path())) {
            CalledPath.keep(rc);
            rc.reroute(ADDRESS);
            return;
        }
        rc.next();
    }
}
