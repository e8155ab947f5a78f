package dev.runlog.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.jboss.logging.MDC;

/** Gives every answer the X-Request-Id of its request, or a new one, and names it in what is logged meanwhile. */
@ApplicationScoped
class RequestId {
    private static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");
    private static final int MOST_CHARACTERS = 128;
    private static final int BEFORE_ALL_OTHERS = Integer.MAX_VALUE;

    void install(@Observes Filters filters) {
        filters.register(RequestId::mark, BEFORE_ALL_OTHERS);
    }

    private static void mark(RoutingContext rc) {
        var id = of(rc.request().getHeader(HEADER));
        rc.response().putHeader(HEADER, id);
        MDC.put("requestId", id);
        rc.next();
    }

    /** The id that was sent if it is 1 to 128 visible ASCII characters, else a new one. */
    static String of(String sent) {
        var usable = sent != null
                && !sent.isEmpty()
                && sent.length() <= MOST_CHARACTERS
                && sent.chars().allMatch(character -> character > ' ' && character < 0x7f);
        return usable ? sent : UUID.randomUUID().toString();
    }
}
