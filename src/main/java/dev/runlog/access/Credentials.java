package dev.runlog.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runlog.platform.Broadcast;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who is behind what was sent as a credential: API keys and JWTs, each remembered for half a minute, so that a revoked key
 * is refused within that everywhere; the instance that revoked it refuses it at once, and others as soon as they hear of
 * it. What is nobody's is remembered too, for a moment. Safe for concurrent use.
 */
@ApplicationScoped
class Credentials {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(30);
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
    private static final int MOST_KNOWN = 20_000;
    private static final int MOST_UNKNOWN = 50_000;
    /** Before the id of a key that was revoked. */
    private static final String REVOKED = "k";

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
    private final Cache<ByteBuffer, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(MOST_UNKNOWN)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();

    /** @param keyId null where it is no API key of the table */
    private record Known(Credential credential, UUID keyId) {}

    Credentials(AdminKey adminKey, KeyStore keys, Tokens tokens, KeyUses uses, Broadcast broadcast, Clock clock) {
        this.adminKey = adminKey;
        this.keys = keys;
        this.tokens = tokens;
        this.uses = uses;
        this.broadcast = broadcast;
        this.clock = clock;
        broadcast.hear(this::heard);
    }

    /** What is known without waiting for anything: that it is somebody's, that it is nobody's, or neither. */
    sealed interface Answer {
        record Somebody(Credential credential) implements Answer {}

        record Nobody() implements Answer {}

        record Unknown() implements Answer {}
    }

    Answer ask(String text) {
        if (text.startsWith(KeyText.PREFIX) && KeyText.of(text).isEmpty()) {
            return new Answer.Nobody();
        }
        var hash = KeyText.hash(text);
        var found = known.getIfPresent(hash);
        if (found != null) {
            return answer(found);
        }
        return unknown.getIfPresent(hash) == null ? new Answer.Unknown() : new Answer.Nobody();
    }

    /** As {@link #ask}, and looks it up where that is not known; never {@link Answer.Unknown}. */
    Answer find(String text) {
        var answer = ask(text);
        if (!(answer instanceof Answer.Unknown)) {
            return answer;
        }
        var hash = KeyText.hash(text);
        var found = known.get(hash, missing -> lookUp(text, missing).orElse(null));
        if (found != null) {
            return answer(found);
        }
        unknown.put(hash, true);
        return new Answer.Nobody();
    }

    private Optional<Known> lookUp(String text, ByteBuffer hash) {
        if (!text.startsWith(KeyText.PREFIX)) {
            return tokens.credential(text).map(credential -> new Known(credential, null));
        }
        if (adminKey.is(hash)) {
            return Optional.of(new Known(AdminKey.CREDENTIAL, null));
        }
        return keys.find(hash).map(credential -> new Known(credential, KeyStore.keyId(credential)));
    }

    private Answer answer(Known found) {
        if (found.credential().isOver(clock.instant())) {
            return new Answer.Nobody();
        }
        if (found.keyId() != null) {
            uses.used(found.keyId());
        }
        return new Answer.Somebody(found.credential());
    }

    /** A key was revoked, and that is committed. */
    void revoked(UUID id) {
        forget(Set.of(id));
        broadcast.say(Set.of(REVOKED + id));
    }

    private void forget(Set<UUID> ids) {
        known.asMap().values().removeIf(found -> found.keyId() != null && ids.contains(found.keyId()));
    }

    private void heard(Set<String> words) {
        if (words.isEmpty()) {
            known.invalidateAll();
            return;
        }
        for (var word : words) {
            if (word.startsWith(REVOKED)) {
                forget(Set.of(UUID.fromString(word.substring(REVOKED.length()))));
            }
        }
    }
}
