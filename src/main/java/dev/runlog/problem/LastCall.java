package dev.runlog.problem;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets no write in once the service stops. The framework waits until, for a moment, there is no request, and then closes
 * all connections: a write that came in meanwhile would be committed and never answered. What came before is waited for.
 */
@ApplicationScoped
class LastCall {
    /** Behind authentication, which may ask the database who calls, and before anything is written. */
    private static final int ORDER = -30;

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** Before the wait for requests begins. */
    private static final Duration AHEAD = Duration.ofMillis(100);

    private final ProblemRoutes problems;
    private final Vertx vertx;
    private final Optional<Duration> delay;
    private volatile boolean isOver;

    LastCall(
            ProblemRoutes problems,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
        this.problems = problems;
        this.vertx = vertx;
        this.delay = delay;
    }

    void install(@Observes Router router) {
        router.route().order(ORDER).handler(this::pass);
    }

    private void pass(RoutingContext rc) {
        if (isOver && !READING.contains(rc.request().method().name())) {
            problems.answerAndClose(rc, Problems.unavailable("The service is stopping."));
            return;
        }
        rc.next();
    }

    /** With a delay whoever sends requests here has that long to notice, and they are served until then. */
    void stop(@Observes ShutdownDelayInitiatedEvent stopping) {
        var left = delay.orElse(Duration.ZERO).minus(AHEAD);
        if (left.isNegative() || left.isZero()) {
            isOver = true;
            return;
        }
        vertx.setTimer(left.toMillis(), late -> isOver = true);
    }
}
