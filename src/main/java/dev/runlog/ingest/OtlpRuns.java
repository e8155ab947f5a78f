package dev.runlog.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Registration;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Registers the runs that OTLP resources name. What one said of its run is remembered, for it says so with every request.
 * Safe for concurrent use.
 */
@ApplicationScoped
class OtlpRuns {
    private static final int MOST_REMEMBERED = 10_000;

    /** For runs are deleted at last, and may be heard of again. */
    private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunWrites runs;

    /** Whether the claim is what the run is registered with; once that is so it stays so, and the contrary too. */
    private final Cache<Claim, Boolean> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    OtlpRuns(RunWrites runs) {
        this.runs = runs;
    }

    /** What a resource says that its run is. */
    record Claim(UUID run, String connector, String site, String version) {}

    /** Which runs of these claims are registered otherwise; empty where that is not known without asking. */
    Optional<Set<UUID>> contradicted(Collection<Claim> claims) {
        var known = remembered.getAllPresent(claims);
        return known.size() == claims.size() ? Optional.of(contradicted(known)) : Optional.empty();
    }

    private static Set<UUID> contradicted(Map<Claim, Boolean> areSo) {
        var runs = new HashSet<UUID>();
        areSo.forEach((claim, isSo) -> {
            if (!isSo) {
                runs.add(claim.run());
            }
        });
        return runs;
    }

    /**
     * Registers the runs that nobody has registered yet; which of them are registered otherwise. Waits for the database.
     *
     * @param activeAt when a run was going already
     * @throws Refusal 403 where a run or a connector may not be written to, 503 where it takes too long
     */
    Set<UUID> register(Collection<Claim> claims, Writer writer, Function<UUID, Instant> activeAt) throws SQLException {
        var areSo = new HashMap<Claim, Boolean>();
        var begun = System.nanoTime();
        for (var claim : claims) {
            var known = remembered.getIfPresent(claim);
            if (known == null) {
                requireTime(begun);
                known = register(claim, writer, activeAt.apply(claim.run()));
                remembered.put(claim, known);
            }
            areSo.put(claim, known);
        }
        return contradicted(areSo);
    }

    /** Senders do not wait for long; when they come again, what was registered is remembered. */
    private static void requireTime(long begun) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
            throw Problems.unavailable("The runs were not registered in time.");
        }
    }

    private boolean register(Claim claim, Writer writer, Instant activeAt) throws SQLException {
        var registration = new Registration(claim.connector(), claim.site(), claim.version(), null, null, activeAt);
        try {
            runs.register(writer, claim.run(), registration, Optional.empty());
            return true;
        } catch (Refusal refusal) {
            if (refusal.code() == ProblemCode.RUN_CONFLICT) {
                return false;
            }
            throw refusal;
        }
    }
}
