package dev.runlog.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * So many requests of each caller in a window. It never blocks, and any thread may take.
 *
 * @param name as the RateLimit headers have it
 */
record Quota(String name, long requests, Duration window, Cache<String, Bucket> callers) {

    Quota(String name, long requests, Duration window, int callers) {
        this(
                name,
                requests,
                window,
                Caffeine.newBuilder()
                        .maximumSize(callers)
                        .expireAfterAccess(window.multipliedBy(2))
                        .build());
    }

    /** Takes one request of the caller's. */
    ConsumptionProbe take(String caller) {
        return callers.get(caller, fresh -> bucket()).tryConsumeAndReturnRemaining(1);
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, window))
                .build();
    }
}
