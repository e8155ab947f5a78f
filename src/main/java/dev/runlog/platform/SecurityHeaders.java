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
    // Every answer has them: an optimized name is hashed once.
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence RESOURCE_POLICY = HttpHeaders.createOptimized("Cross-Origin-Resource-Policy");
    private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING = HttpHeaders.createOptimized(
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    private static final CharSequence SWAGGER_UI = HttpHeaders.createOptimized(
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
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
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF)
                .set(REFERRER_POLICY, NO_REFERRER)
                .set(RESOURCE_POLICY, SAME_ORIGIN)
                .set(CONTENT_POLICY, path.startsWith(SWAGGER_UI_PATH) ? SWAGGER_UI : NOTHING);
        if (!headers.contains(HttpHeaders.CACHE_CONTROL) && !path.startsWith(OF_THE_FRAMEWORK)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
    }
}
