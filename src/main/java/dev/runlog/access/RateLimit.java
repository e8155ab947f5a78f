package dev.runlog.access;

import dev.runlog.platform.Caller;
import dev.runlog.problem.ProblemRoutes;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.OptionalLong;

/** Bounds how often one caller may come, and says how much it has left. */
@ApplicationScoped
class RateLimit {
    /** Behind authentication, before the body is read. */
    private static final int ORDER = -20;

    private final ProblemRoutes problems;
    private final RateLimitConfig config;

    RateLimit(ProblemRoutes problems, RateLimitConfig config) {
        this.problems = problems;
        this.config = config;
    }

    void install(@Observes Router router) {
        limit(router, "reads", config.reads(), List.of("/api/*"));
        limit(router, "writes", config.writes(), List.of("/ingest/*", "/otlp/*", "/container-api/*"));
        limit(router, "admin", config.admin(), List.of("/admin/*"));
    }

    private void limit(Router router, String name, OptionalLong requests, List<String> paths) {
        Quota.of(name, requests, config)
                .ifPresent(quota ->
                        paths.forEach(path -> router.route(path).order(ORDER).handler(rc -> take(rc, quota))));
    }

    private void take(RoutingContext rc, Quota quota) {
        var taken = quota.take(Caller.of(rc));
        quota.tell(rc.response(), taken);
        if (taken.isConsumed()) {
            rc.next();
        } else {
            problems.answerUnread(rc, quota.tooMany(taken));
        }
    }
}
