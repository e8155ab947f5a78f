package dev.runlog.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Leaves small answers as they are: zipping them costs more than it saves. Quarkus zips every answer of a listed media
 * type, and this version of Vert.x has no threshold of its own; its word for "leave it" is the encoding identity.
 */
@ApplicationScoped
class Compression {
    private static final int THRESHOLD_BYTES = 1024;
    private static final int BEFORE_ALL_BUT_THE_REQUEST_ID = Integer.MAX_VALUE - 1;

    void install(@Observes Filters filters) {
        filters.register(Compression::leaveSmallOnes, BEFORE_ALL_BUT_THE_REQUEST_ID);
    }

    /** Handlers of the head's end run last to first, so this one, registered first, has the last word. */
    private static void leaveSmallOnes(RoutingContext rc) {
        var headers = rc.response().headers();
        rc.addHeadersEndHandler(end -> {
            var length = headers.get(HttpHeaders.CONTENT_LENGTH);
            if (length != null
                    && Long.parseLong(length) < THRESHOLD_BYTES
                    && !headers.contains(HttpHeaders.CONTENT_ENCODING)) {
                headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
            }
        });
        rc.next();
    }
}
