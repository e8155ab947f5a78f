package dev.runlog.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What every answer, and every refusal, tells browsers: it is what it says it is, runs nothing, stands in no frame, and
 * is kept by nobody. An answer that says itself how it may be kept is asked for again with its ETag: no-store would make
 * If-None-Match useless.
 */
@ApplicationScoped
class SecurityHeaders {
    private static final String NOTHING =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String SWAGGER_UI = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' "
            + "'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
    private static final String SWAGGER_UI_PATH = "/q/swagger-ui";
    private static final String OF_THE_FRAMEWORK = "/q/";
    private static final int BEFORE_ALL_BUT_REQUEST_ID_AND_COMPRESSION = Integer.MAX_VALUE - 2;

    void install(@Observes Filters filters) {
        filters.register(SecurityHeaders::add, BEFORE_ALL_BUT_REQUEST_ID_AND_COMPRESSION);
    }

    private static void add(RoutingContext rc) {
        var path = rc.request().path();
        rc.addHeadersEndHandler(end -> complete(rc.response().headers(), path == null ? "" : path));
        rc.next();
    }

    private static void complete(MultiMap headers, String path) {
        headers.set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Content-Security-Policy", path.startsWith(SWAGGER_UI_PATH) ? SWAGGER_UI : NOTHING);
        if (!headers.contains(HttpHeaders.CACHE_CONTROL) && !path.startsWith(OF_THE_FRAMEWORK)) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
