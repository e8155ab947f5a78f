package dev.runlog.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runlog.platform.Broadcast;
import dev.runlog.problem.Problems;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is behind what was sent as a credential: API keys and JWTs, each remembered for half a minute, so that a revoked key
 * is refused within that everywhere; the instance that revoked it refuses it at once, and others as soon as they hear of
 * it. What is nobody's is remembered too, for a moment. Safe for concurrent use.
 */
@ApplicationScoped
class Bearers {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(30);
    private static final Duration GOOD_LATELY = Duration.ofDays(1);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
    private static final Duration LONGEST_LOOK_UP = Duration.ofSeconds(3);
    private static final int LOOK_UPS = 4;
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_KNOWN = 20_000;
    private static final int MOST_UNKNOWN = 50_000;
    /** Before the id of a key that was revoked. */
    private static final String REVOKED = "k";

    private static final Answer ADMIN = new Answer.Somebody(AdminKey.CREDENTIAL);

    private final AdminKey adminKey;
    private final KeyStore keys;
    private final Tokens tokens;
    private final KeyUses uses;
    private final Broadcast broadcast;
    private final Clock clock;
    private final Cache<ByteBuffer, Known> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(KNOWN_FOR)
            .build();
    /** Which were somebody's, not whose: they let nobody in. */
    private final Cache<ByteBuffer, Boolean> good = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(GOOD_LATELY)
            .build();

    private final Cache<ByteBuffer, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(MOST_UNKNOWN)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();

    private final Map<ByteBuffer, CompletableFuture<Answer>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService keyLookUps = threads("key-look-up");
    private final ExecutorService tokenLookUps = threads("token-look-up");

    /** How often a key was revoked. */
    private final AtomicLong revocations = new AtomicLong();

    /** @param keyId null where it is no API key of the table */
    private record Known(Answer.Somebody somebody, UUID keyId) {}

    Bearers(AdminKey adminKey, KeyStore keys, Tokens tokens, KeyUses uses, Broadcast broadcast, Clock clock) {
        this.adminKey = adminKey;
        this.keys = keys;
        this.tokens = tokens;
        this.uses = uses;
        this.broadcast = broadcast;
        this.clock = clock;
        broadcast.hear(this::heard);
    }

    private static ExecutorService threads(String name) {
        var threads = new ThreadPoolExecutor(
                LOOK_UPS, LOOK_UPS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), work -> {
                    var thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @PreDestroy
    void stop() {
        keyLookUps.shutdownNow();
        tokenLookUps.shutdownNow();
    }

    /** What is known without waiting for anything: that it is somebody's, that it is nobody's, or neither. */
    sealed interface Answer {
        /** @param identity made once, since each of its requests has it */
        record Somebody(Credential credential, SecurityIdentity identity) implements Answer {
            Somebody(Credential credential) {
                this(credential, BearerIdentities.of(credential));
            }
        }

        record Nobody() implements Answer {}

        record Unknown() implements Answer {}
    }

    Answer ask(String text) {
        if (text.startsWith(KeyText.PREFIX) && KeyText.of(text).isEmpty()) {
            return new Answer.Nobody();
        }
        var hash = KeyText.hash(text);
        if (adminKey.is(hash)) {
            return ADMIN;
        }
        var found = known.getIfPresent(hash);
        if (found != null) {
            return answer(found);
        }
        return unknown.getIfPresent(hash) == null ? new Answer.Unknown() : new Answer.Nobody();
    }

    /** Whether it was somebody's within a day, as far as this instance remembers; it may have been revoked since. */
    boolean wasGoodLately(String text) {
        return good.getIfPresent(KeyText.hash(text)) != null;
    }

    /** As {@link #find(String, Guess)}, wherever it comes from. */
    CompletableFuture<Answer> find(String text) {
        return find(text, Guess.UNBOUNDED);
    }

    /**
     * As {@link #ask}, and looks it up where that is not known. Whoever asks for the same meanwhile waits for the same
     * look-up. {@link Answer.Unknown} where the guess, theirs or that of who was waited for, may not be looked up by then.
     *
     * @return fails with a 503 where there are too many look-ups, or one takes too long
     */
    CompletableFuture<Answer> find(String text, Guess guess) {
        var answer = ask(text);
        if (!(answer instanceof Answer.Unknown)) {
            return CompletableFuture.completedFuture(answer);
        }
        var hash = KeyText.hash(text);
        var fresh = new CompletableFuture<Answer>();
        var begun = underWay.putIfAbsent(hash, fresh);
        if (begun == null) {
            begin(text, hash, guess, fresh);
        }
        return (begun == null ? fresh : begun).thenApply(Bearers::inTime);
    }

    /** On threads of its own: an address of keys that does not answer holds up neither API keys nor anything else. */
    private void begin(String text, ByteBuffer hash, Guess guess, CompletableFuture<Answer> fresh) {
        fresh.completeOnTimeout(null, LONGEST_LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((found, failure) -> underWay.remove(hash, fresh));
        try {
            (text.startsWith(KeyText.PREFIX) ? keyLookUps : tokenLookUps).execute(() -> look(text, hash, guess, fresh));
        } catch (RejectedExecutionException busy) {
            fresh.complete(null);
        }
    }

    private static Answer inTime(Answer answer) {
        if (answer == null) {
            throw Problems.unavailable("Credentials cannot be looked up fast enough at present.");
        }
        return answer;
    }

    private void look(String text, ByteBuffer hash, Guess guess, CompletableFuture<Answer> fresh) {
        try {
            if (guess.spent().isPresent()) {
                underWay.remove(hash, fresh); // before another one is told, who may look it up
                fresh.complete(new Answer.Unknown());
                return;
            }
            var before = revocations.get();
            var found = lookUp(text, hash);
            if (found.isEmpty()) {
                guess.charge();
                unknown.put(hash, true);
                good.invalidate(hash);
                fresh.complete(new Answer.Nobody());
                return;
            }
            known.put(hash, found.get());
            if (revocations.get() != before) {
                known.invalidate(hash); // it may be the one, and have been read before that
            }
            var answer = answer(found.get());
            if (answer instanceof Answer.Somebody) {
                good.put(hash, true);
            }
            fresh.complete(answer);
        } catch (RuntimeException failure) {
            fresh.completeExceptionally(failure);
        }
    }

    private Optional<Known> lookUp(String text, ByteBuffer hash) {
        if (!text.startsWith(KeyText.PREFIX)) {
            return tokens.credential(text).map(credential -> new Known(new Answer.Somebody(credential), null));
        }
        return keys.find(hash)
                .map(credential -> new Known(new Answer.Somebody(credential), KeyStore.keyId(credential)));
    }

    private Answer answer(Known found) {
        if (found.somebody().credential().isOver(clock.instant())) {
            return new Answer.Nobody();
        }
        if (found.keyId() != null) {
            uses.used(found.keyId());
        }
        return found.somebody();
    }

    /** A key was revoked, and that is committed. */
    void revoked(UUID id) {
        forget(Set.of(id));
        broadcast.say(Set.of(REVOKED + id));
    }

    private void forget(Set<UUID> ids) {
        revocations.incrementAndGet();
        known.asMap().values().removeIf(found -> found.keyId() != null && ids.contains(found.keyId()));
    }

    /** Something may have been said that was not heard: all are looked up anew. */
    void forgetAll() {
        revocations.incrementAndGet();
        known.invalidateAll();
    }

    private void heard(Set<String> words) {
        if (words.isEmpty()) {
            forgetAll();
            return;
        }
        for (var word : words) {
            if (word.startsWith(REVOKED)) {
                forget(Set.of(UUID.fromString(word.substring(REVOKED.length()))));
            }
        }
    }
}
