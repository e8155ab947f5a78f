package dev.runlog.access;

import dev.runlog.problem.IdempotencyHeader;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The Idempotency-Key with which an API key was asked for. The first answer cannot be given again, since it holds what is
 * shown once; but no second key is made.
 *
 * @param hash SHA-256 of the Idempotency-Key and whose it is
 * @param body SHA-256 of the body it came with
 */
record RequestKey(ByteBuffer hash, ByteBuffer body) {
    /**
     * Empty where there is none.
     *
     * @param caller whose it is: others may use the same
     * @throws Refusal as {@link IdempotencyHeader#of}
     */
    static Optional<RequestKey> of(String caller, MultiMap headers, byte[] body) {
        return IdempotencyHeader.of(headers)
                .map(key -> new RequestKey(KeyText.hash(caller + "\n" + key), KeyText.hash(body)));
    }

    /**
     * Why the same is refused that has made a key before: 422 where it came with another body, else 409.
     *
     * @param made the key that was made
     * @param first the body that it came with then
     */
    Refusal refusal(UUID made, byte[] first) {
        if (!Arrays.equals(first, body.array())) {
            return new Refusal(
                    ProblemCode.IDEMPOTENCY_MISMATCH, "This Idempotency-Key came here before with another body.");
        }
        return new Refusal(
                ProblemCode.KEY_ALREADY_MADE,
                "This request has made the key " + made
                        + ", which is shown once only. If that answer was lost, revoke it "
                        + "and make another with a new Idempotency-Key.");
    }
}
