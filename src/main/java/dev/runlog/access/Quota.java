package dev.runlog.access;

import dev.runlog.platform.StartupFailure;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * So many requests of each caller in a window. It never blocks, and any thread may take.
 *
 * @param name as the RateLimit headers have it
 * @param callers by the time at which they came last
 */
record Quota(String name, long requests, Duration window, Map<String, Bucket> callers) {
    private static final float LOAD_FACTOR = 0.75f;

    /** @param callers of whom it knows at most */
    Quota(String name, long requests, Duration window, int callers) {
        this(name, requests, window, Collections.synchronizedMap(new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> silentLongest) {
                return size() > callers;
            }
        }));
    }

    /** @param requests empty where they are not bounded */
    static Optional<Quota> of(String name, OptionalLong requests, RateLimitConfig config) {
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        if (requests.getAsLong() < 1 || config.window().toSeconds() < 1) {
            throw new StartupFailure("runlog.rate-limit." + name + " must be at least 1, and its window at least 1s.");
        }
        return Optional.of(new Quota(name, requests.getAsLong(), config.window(), config.callers()));
    }

    /** Takes one request of the caller's. */
    ConsumptionProbe take(String caller) {
        return bucketOf(caller).tryConsumeAndReturnRemaining(1);
    }

    /** As {@link #take} where there is none to be had; empty where there is, and none is taken. */
    Optional<ConsumptionProbe> spent(String caller) {
        var bucket = bucketOf(caller);
        var one = bucket.estimateAbilityToConsume(1);
        if (one.canBeConsumed()) {
            return Optional.empty();
        }
        var all = bucket.estimateAbilityToConsume(requests);
        return Optional.of(ConsumptionProbe.rejected(
                one.getRemainingTokens(), one.getNanosToWaitForRefill(), all.getNanosToWaitForRefill()));
    }

    private Bucket bucketOf(String caller) {
        return callers.computeIfAbsent(caller, fresh -> bucket());
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, window))
                .build();
    }

    /** What is left (draft-ietf-httpapi-ratelimit-headers-10). */
    void tell(HttpServerResponse response, ConsumptionProbe taken) {
        response.putHeader("RateLimit-Policy", "\"" + name + "\";q=" + requests + ";w=" + window.toSeconds());
        response.putHeader(
                "RateLimit",
                "\"" + name + "\";r=" + taken.getRemainingTokens() + ";t=" + seconds(taken.getNanosToWaitForReset()));
    }

    /** 429 for one that was not to be had. */
    Refusal tooMany(ConsumptionProbe taken) {
        return new Refusal(
                ProblemCode.TOO_MANY_REQUESTS,
                "Over the bound of " + requests + " " + name + " in " + window.toSeconds() + " s.",
                List.of(),
                Map.of("Retry-After", Long.toString(seconds(taken.getNanosToWaitForRefill()))));
    }

    /** Whole ones, rounded up: who comes back then is not refused again. */
    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).plusSeconds(1).minusNanos(1).toSeconds();
    }
}
