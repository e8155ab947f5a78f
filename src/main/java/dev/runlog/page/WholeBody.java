package dev.runlog.page;

import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.netty.channel.ChannelFuture;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;

/** Bodies written as they are made, at constant memory, that are whole or visibly broken. */
@ApplicationScoped
public class WholeBody {
    /** What takes longer to read than a caller may do without a turn. */
    private static final long LARGE_BYTES = 1024 * 1024;

    private final Permission permission;
    private final Turns turns;

    WholeBody(Permission permission, Turns turns) {
        this.permission = permission;
        this.turns = turns;
    }

    /**
     * As {@link #of(RoutingContext, StreamingOutput)}, of so many bytes.
     *
     * @throws Refusal 429 where they are many and the caller reads as many such bodies as it may
     */
    public StreamingOutput of(RoutingContext routing, long bytes, StreamingOutput body) {
        if (bytes > LARGE_BYTES) {
            turns.takeForExport(routing);
        }
        return of(routing, body);
    }

    /**
     * Breaks the connection where {@code body} fails midway, or its caller may have no more of it. The framework would end
     * the answer as if it were whole (quarkusio/quarkus#50754).
     */
    public StreamingOutput of(RoutingContext routing, StreamingOutput body) {
        return out -> {
            permission.whileAllowed(routing, () -> breakOff(routing));
            try {
                body.write(new PacedOutput(out, routing.vertx().getOrCreateContext()));
            } catch (IOException | RuntimeException | Error failure) {
                if (routing.response().headWritten()) {
                    Problems.refusalOf(failure);
                    waitFor(breakOff(routing));
                }
                throw failure;
            }
        };
    }

    private static void waitFor(ChannelFuture closing) {
        if (closing != null) {
            closing.awaitUninterruptibly();
        }
    }

    /**
     * At once: a reset of HTTP/1.1 sends what is pending first, and the framework adds a problem and a proper end to it.
     *
     * @return null where nothing need be waited for
     */
    private static ChannelFuture breakOff(RoutingContext routing) {
        var request = routing.request();
        if (request.version() == HttpVersion.HTTP_2) {
            routing.response().reset();
            return null;
        }
        return ((ConnectionBase) request.connection()).channel().close();
    }
}
