package dev.runlog.access;

import dev.runlog.platform.Caller;
import dev.runlog.platform.StartupFailure;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.ProblemRoutes;
import dev.runlog.problem.Refusal;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Bounds how often one caller may come, and says how much it has left (draft-ietf-httpapi-ratelimit-headers-10). */
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
        limit(router, "writes", config.writes(), List.of("/ingest/*", "/container-api/*"));
    }

    private void limit(Router router, String name, OptionalLong requests, List<String> paths) {
        if (requests.isEmpty()) {
            return;
        }
        if (requests.getAsLong() < 1 || config.window().toSeconds() < 1) {
            throw new StartupFailure("runlog.rate-limit." + name + " must be at least 1, and its window at least 1s.");
        }
        var quota = new Quota(name, requests.getAsLong(), config.window(), config.callers());
        paths.forEach(path -> router.route(path).order(ORDER).handler(rc -> take(rc, quota)));
    }

    private void take(RoutingContext rc, Quota quota) {
        var taken = quota.take(Caller.of(rc));
        rc.response()
                .putHeader(
                        "RateLimit-Policy",
                        "\"" + quota.name() + "\";q=" + quota.requests() + ";w="
                                + quota.window().toSeconds())
                .putHeader(
                        "RateLimit",
                        "\"" + quota.name() + "\";r=" + taken.getRemainingTokens() + ";t="
                                + seconds(taken.getNanosToWaitForReset()));
        if (taken.isConsumed()) {
            rc.next();
        } else {
            problems.answerUnread(rc, tooMany(quota, taken));
        }
    }

    private static Refusal tooMany(Quota quota, ConsumptionProbe taken) {
        return new Refusal(
                ProblemCode.TOO_MANY_REQUESTS,
                "Over the bound of " + quota.requests() + " " + quota.name() + " in "
                        + quota.window().toSeconds() + " s.",
                List.of(),
                Map.of("Retry-After", Long.toString(seconds(taken.getNanosToWaitForRefill()))));
    }

    /** Whole ones, rounded up: who comes back then is not refused again. */
    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).plusSeconds(1).minusNanos(1).toSeconds();
    }
}
