package dev.runlog.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Notes when keys were used: off the requests' path, and at most once a minute each. Safe for concurrent use. */
@ApplicationScoped
class KeyUses {
    private static final Logger LOG = Logger.getLogger(KeyUses.class);
    private static final Duration COARSE = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final KeyStore keys;
    private final Clock clock;
    private final Cache<UUID, Boolean> lately = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(COARSE)
            .build();
    private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();

    KeyUses(KeyStore keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    void used(UUID id) {
        if (lately.getIfPresent(id) == null) {
            lately.put(id, true);
            waiting.add(id);
        }
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void write() {
        var ids = Set.copyOf(waiting);
        if (ids.isEmpty()) {
            return;
        }
        try {
            keys.used(ids, clock.instant());
            waiting.removeAll(ids);
        } catch (SQLException failure) {
            LOG.debugf("The use of keys is not noted (SQLSTATE %s); the next time tries again", failure.getSQLState());
        }
    }
}
