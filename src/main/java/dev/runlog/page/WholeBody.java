package dev.runlog.page;

import dev.runlog.problem.Problems;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;

/** Bodies written as they are made, at constant memory, that are whole or visibly broken. */
public final class WholeBody {
    private WholeBody() {}

    /**
     * Breaks the connection where {@code body} fails midway. The framework would end the answer as if it were whole
     * (quarkusio/quarkus#50754).
     */
    public static StreamingOutput of(RoutingContext routing, StreamingOutput body) {
        return out -> {
            try {
                body.write(new PacedOutput(out, routing.vertx().getOrCreateContext()));
            } catch (IOException | RuntimeException | Error failure) {
                if (routing.response().headWritten()) {
                    Problems.refusalOf(failure);
                    breakOff(routing);
                }
                throw failure;
            }
        };
    }

    /** At once: a reset of HTTP/1.1 sends what is pending first, and the framework adds a problem and a proper end to it. */
    private static void breakOff(RoutingContext routing) {
        var request = routing.request();
        if (request.version() == HttpVersion.HTTP_2) {
            routing.response().reset();
            return;
        }
        ((ConnectionBase) request.connection()).channel().close().awaitUninterruptibly();
    }
}
