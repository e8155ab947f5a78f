package dev.runlog.ingest;

import dev.runlog.platform.Utf8;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A write's Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), as 128 bits of SHA-256 each.
 *
 * @param key of the key and the path it came on
 * @param body of the body it came with
 */
record Idempotency(UUID key, UUID body) {
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,128}");

    /**
     * @param header null where there was none
     * @param path what the key is bound to
     * @throws Refusal 400 for a key that is not 1–128 printable ASCII characters
     */
    static Optional<Idempotency> of(String header, String path, Body body) {
        if (header == null) {
            return Optional.empty();
        }
        if (!FORM.matcher(header).matches()) {
            var detail = "Idempotency-Key must have 1 to 128 printable ASCII characters.";
            throw new Refusal(
                    ProblemCode.INVALID_HEADER, detail, List.of(Fault.ofParameter("Idempotency-Key", detail)));
        }
        return Optional.of(new Idempotency(digest(Utf8.bytes(path + '\n' + header)), digest(body.bytes())));
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
