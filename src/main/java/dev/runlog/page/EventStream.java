package dev.runlog.page;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * One answer of server-sent events (HTML Standard, 9.2). It is written to from any thread and holds none: the event loop
 * writes. A reader that does not take what was sent is cut off, for what it has missed it gets when it comes back.
 */
public final class EventStream {
    private static final Logger LOG = Logger.getLogger(EventStream.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Buffer COMMENT = Buffer.buffer(":\n\n");
    private static final long MOST_PENDING_BYTES = 4L * 1024 * 1024;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Vertx vertx;
    private final Context loop;
    private final Duration patience;
    private final long comments;

    /** Below: the event loop's own, but for what is volatile. */
    private long pendingBytes;

    private long cutting = -1;
    private volatile boolean ready = true;
    private volatile boolean closed;
    private volatile Runnable whenReady = () -> {};
    private volatile Runnable whenClosed = () -> {};

    EventStream(RoutingContext routing, StreamConfig config) {
        this.request = routing.request();
        this.response = routing.response();
        this.vertx = routing.vertx();
        this.loop = vertx.getOrCreateContext();
        this.patience = config.patience();
        this.comments = vertx.setPeriodic(config.commentEvery().toMillis(), timer -> send(COMMENT));
        routing.addEndHandler(ended -> gone());
        loop.runOnContext(begin -> begin());
    }

    private void begin() {
        response.putHeader("Content-Type", EventStreams.TYPE)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no") // of nginx, which would hold events back
                .setChunked(true);
        if (response.closed()) {
            gone();
        } else if (request.method() == HttpMethod.HEAD) {
            end();
        } else {
            write(Buffer.buffer("retry: " + RETRY.toMillis() + "\n\n"));
        }
    }

    /** One event. */
    public static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }

    /** One event that a reader names when it comes back. */
    public static String event(int id, String name, String json) {
        return "id: " + id + "\n" + event(name, json);
    }

    /** Called when it is closed, from whatever side. */
    public void whenClosed(Runnable action) {
        whenClosed = action;
        if (closed) {
            action.run();
        }
    }

    /** Called when it has become ready again. */
    public void whenReady(Runnable action) {
        whenReady = action;
    }

    /** Whether what was sent has been taken. Who sends only then has at most one message waiting here. */
    public boolean isReady() {
        return ready;
    }

    public void send(Buffer events) {
        if (events != COMMENT) {
            ready = false;
        }
        loop.runOnContext(sending -> write(events));
    }

    private void write(Buffer events) {
        if (closed) {
            return;
        }
        pendingBytes += events.length();
        response.write(events).onComplete(written -> loop.runOnContext(now -> pendingBytes -= events.length()));
        if (pendingBytes > MOST_PENDING_BYTES) {
            cutOff();
        } else if (!response.writeQueueFull()) {
            taken();
        } else if (cutting < 0) {
            ready = false;
            cutting = vertx.setTimer(patience.toMillis(), timer -> cutOff());
            response.drainHandler(drained -> taken());
        }
    }

    private void taken() {
        if (cutting >= 0) {
            vertx.cancelTimer(cutting);
            cutting = -1;
        }
        if (!ready) {
            ready = true;
            whenReady.run();
        }
    }

    /** At once: a proper end would wait behind what the reader does not take. */
    private void cutOff() {
        if (!closed) {
            LOG.debug("A reader of a stream is too slow and is cut off");
            gone();
            ((ConnectionBase) request.connection()).channel().close();
        }
    }

    /** Ends the answer and the connection behind what was sent; a reader that wants more comes back. */
    public void close() {
        loop.runOnContext(closing -> end());
    }

    private void end() {
        if (!closed) {
            gone();
            response.end().onComplete(ended -> request.connection().close());
        }
    }

    private void gone() {
        if (!closed) {
            closed = true;
            vertx.cancelTimer(comments);
            if (cutting >= 0) {
                vertx.cancelTimer(cutting);
            }
            whenClosed.run();
        }
    }
}
