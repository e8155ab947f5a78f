package dev.runlog.platform;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which answers are zipped for who accepts it: those of a listed media type and of a kibibyte or more. Quarkus has no
 * threshold, and asks only some of its routes for the media type. What is offered in ranges is left as it is, parts (206)
 * and whole, since lengths and ranges count its bytes. The word of Vert.x for "leave it" is the encoding identity, which
 * is not sent.
 */
@ApplicationScoped
class Compression {
    private static final int THRESHOLD_BYTES = 1024;
    private static final int BEFORE_ALL_BUT_THE_REQUEST_ID = Integer.MAX_VALUE - 1;

    private final Set<String> mediaTypes;

    Compression(@ConfigProperty(name = "quarkus.http.compress-media-types") Set<String> mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    void install(@Observes Filters filters) {
        filters.register(this::decideLast, BEFORE_ALL_BUT_THE_REQUEST_ID);
    }

    /** Handlers of the head's end run last to first, so this one, registered first, has the last word. */
    private void decideLast(RoutingContext rc) {
        rc.addHeadersEndHandler(end -> decide(rc.response()));
        rc.next();
    }

    private void decide(HttpServerResponse response) {
        var headers = response.headers();
        var encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !HttpHeaders.IDENTITY.toString().equals(encoding)) {
            return;
        }
        if (!isWorthIt(headers.get(HttpHeaders.CONTENT_TYPE), headers.get(HttpHeaders.CONTENT_LENGTH))
                || response.getStatusCode() == HttpResponseStatus.PARTIAL_CONTENT.code()
                || headers.contains(HttpHeaders.ACCEPT_RANGES, "bytes", true)) {
            headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
            return;
        }
        headers.remove(HttpHeaders.CONTENT_ENCODING);
        if (!headers.contains(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING, true)) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
    }

    private boolean isWorthIt(String contentType, String contentLength) {
        if (contentType == null || contentLength != null && Long.parseLong(contentLength) < THRESHOLD_BYTES) {
            return false;
        }
        return mediaTypes.contains(contentType.split(";", 2)[0].strip());
    }
}
