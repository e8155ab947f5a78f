package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.AdminBody;
import dev.runlog.access.Scope;
import dev.runlog.platform.AnswerEnd;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.ProblemRoutes;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads the body of a write on the event loop, before a thread is given to it: so a slow client holds none. A body that
 * is over the bound or not whole in time is answered at once.
 */
@ApplicationScoped
class BodyRoute {
    /** Behind authentication, before the framework's own limit, which would answer with nothing. */
    private static final int ORDER = -10;

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    /** What gzip may add to a body that it cannot shrink. */
    private static final int GZIP_OVERHEAD = 64 * 1024;

    private static final long MOST_HINTED = 64 * 1024;

    private final Vertx vertx;
    private final ProblemRoutes problems;
    private final IntakeBudget budget;
    private final long most;
    private final long timeoutMs;

    BodyRoute(Vertx vertx, ProblemRoutes problems, IntakeBudget budget, IngestConfig config) {
        this.vertx = vertx;
        this.problems = problems;
        this.budget = budget;
        this.most = config.maxBody().asLongValue();
        this.timeoutMs = config.bodyTimeout().toMillis();
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(this::bound);
        read(router, "/ingest/*", new Door(Scope.WRITE, most + GZIP_OVERHEAD, false, Arrived::keep));
        read(router, "/otlp/*", new Door(Scope.WRITE, most + GZIP_OVERHEAD, true, Arrived::keep));
        read(router, "/container-api/*", new Door(Scope.LOG_AS_SDK, most + GZIP_OVERHEAD, true, Arrived::keep));
        read(router, "/admin/*", new Door(Scope.ADMINISTER, AdminBody.MOST_BYTES, true, Arrived::keepForAdmin));
    }

    /**
     * Where bodies come in.
     *
     * @param bound of a body's bytes as they arrive
     * @param asked whether query parameters are looked at elsewhere, or by nobody; else there are none
     * @param keep leaves a body to its resource
     */
    private record Door(String scope, long bound, boolean asked, BiConsumer<Arrived, RoutingContext> keep) {}

    private void read(Router router, String path, Door door) {
        router.route(path).order(ORDER + 1).handler(rc -> read(rc, door));
    }

    /** No address takes a body that says itself that it is over the bound. */
    private void bound(RoutingContext rc) {
        var declared = rc.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && Long.parseLong(declared) > most + GZIP_OVERHEAD) {
            problems.answerAndClose(rc, tooLarge(most));
            return;
        }
        rc.next();
    }

    private void read(RoutingContext rc, Door door) {
        var request = rc.request();
        if (WITHOUT_BODY.contains(request.method().name()) || request.isEnded()) {
            rc.next();
            return;
        }
        var refusal = Access.refusal(rc, door.scope());
        if (refusal.isPresent()) {
            problems.answerUnread(rc, refusal.get());
            return;
        }
        if (!door.asked() && request.query() != null && !rc.queryParams().isEmpty()) {
            problems.answerUnread(
                    rc, Problems.unknownParameters(rc.queryParams().names(), Set.of(), List.of()));
            return;
        }
        var declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && Long.parseLong(declared) > door.bound()) {
            problems.answerAndClose(rc, tooLarge(door));
            return;
        }
        new Reading(rc, door).start();
    }

    private Refusal tooLarge(Door door) {
        return tooLarge(Math.min(door.bound(), most));
    }

    private static Refusal tooLarge(long most) {
        return new Refusal(ProblemCode.TOO_LARGE, "The body is over the bound of " + most + " bytes.");
    }

    /** One body on its way in; only its own event loop touches it. */
    private final class Reading {
        private final RoutingContext rc;
        private final Door door;
        private final IntakeBudget.Share share = budget.share();
        private byte[] body = {};
        private int length;
        private long timer;
        private boolean over;

        Reading(RoutingContext rc, Door door) {
            this.rc = rc;
            this.door = door;
        }

        void start() {
            var request = rc.request();
            AnswerEnd.of(rc, () -> Arrived.leave(rc, share));
            timer = vertx.setTimer(
                    timeoutMs,
                    late -> end(new Refusal(
                            ProblemCode.REQUEST_TIMEOUT,
                            "The body did not arrive whole within " + timeoutMs / 1000 + " s.")));
            request.handler(this::take);
            request.endHandler(end -> done());
            request.exceptionHandler(gone -> {
                stop();
                share.close();
            });
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                rc.response().writeContinue();
            }
            request.resume();
        }

        /** Saves the copies of a buffer that grows; no more than a client may claim without sending it. */
        private static int sizeHint(HttpServerRequest request) {
            var declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return declared == null ? 0 : (int) Math.min(MOST_HINTED, Long.parseLong(declared));
        }

        private void take(Buffer chunk) {
            if (over) {
                return;
            }
            var arrived = length + chunk.length();
            if (arrived > door.bound()) {
                end(tooLarge(door));
                return;
            }
            try {
                var hint = length == 0 ? sizeHint(rc.request()) : 0;
                share.resize(Arrived.whileArriving(Math.max(hint, arrived)));
                if (arrived > body.length) {
                    body = Arrays.copyOf(body, Math.max(Math.max(hint, arrived), 2 * length));
                }
                chunk.getBytes(body, length);
                length = arrived;
            } catch (Refusal full) {
                end(full);
            }
        }

        private void done() {
            if (!over) {
                stop();
                var whole = length == body.length ? body : Arrays.copyOf(body, length);
                body = null;
                try {
                    door.keep().accept(new Arrived(whole, Optional.of(share)), rc);
                } catch (Refusal full) {
                    problems.answer(rc, full);
                    return;
                }
                rc.next();
            }
        }

        private void end(Refusal refusal) {
            if (!over) {
                stop();
                body = null;
                problems.answerAndClose(rc, refusal);
            }
        }

        private void stop() {
            over = true;
            vertx.cancelTimer(timer);
        }
    }
}
