package dev.runlog.page;

import dev.runlog.problem.Problems;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.StreamingOutput;

/** Bodies that are whole or visibly broken. */
public final class WholeBody {
    private WholeBody() {}

    /**
     * Breaks the connection where {@code body} fails midway. The framework would end the answer as if it were whole
     * (quarkusio/quarkus#50754).
     */
    public static StreamingOutput of(RoutingContext routing, StreamingOutput body) {
        return out -> {
            try {
                body.write(out);
            } catch (RuntimeException failure) {
                if (routing.response().headWritten()) {
                    Problems.refusalOf(failure);
                    routing.response().reset();
                }
                throw failure;
            }
        };
    }
}
