package dev.runlog.ingest;

import dev.runlog.platform.Utf8;
import dev.runlog.problem.IdempotencyHeader;
import dev.runlog.problem.Refusal;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/**
 * A write's Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), as 128 bits of SHA-256 each.
 *
 * @param key of the key and the path it came on
 * @param body of the body it came with
 */
record Idempotency(UUID key, UUID body) {
    /**
     * Empty where there is no key.
     *
     * @param path what the key is bound to
     * @throws Refusal as {@link IdempotencyHeader#of}
     */
    static Optional<Idempotency> of(MultiMap headers, String path, Body body) {
        return IdempotencyHeader.of(headers)
                .map(key -> new Idempotency(digest(Utf8.bytes(path + '\n' + key)), digest(body.bytes())));
    }

    /** The same key as one caller's own: another who has chosen it too is not held against it. */
    Idempotency of(String caller) {
        return new Idempotency(digest(Utf8.bytes(caller + '\n' + key)), body);
    }

    private static UUID digest(byte[] bytes) {
        try {
            var half = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new UUID(half.getLong(), half.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
