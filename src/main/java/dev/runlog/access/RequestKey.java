package dev.runlog.access;

import dev.runlog.problem.IdempotencyHeader;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
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
     * @param caller whose it is: others may use the same
     * @param header null where there was none
     * @throws Refusal 400 for a key that is not 1–128 printable ASCII characters
     */
    static Optional<RequestKey> of(String caller, String header, byte[] body) {
        return IdempotencyHeader.checked(header)
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
