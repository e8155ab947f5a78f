package dev.runlog.problem;

import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Idempotency-Key of a request (draft-ietf-httpapi-idempotency-key-header). */
public final class IdempotencyHeader {
    private static final String NAME = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,128}");

    private IdempotencyHeader() {}

    /**
     * Empty where there is none.
     *
     * @throws Refusal 400 for a key that is not 1–128 printable ASCII characters, and for two that differ
     */
    public static Optional<String> of(MultiMap headers) {
        var key = SingleHeader.of(headers, NAME);
        if (key.isPresent() && !FORM.matcher(key.get()).matches()) {
            throw SingleHeader.refused(NAME, NAME + " must have 1 to 128 printable ASCII characters.");
        }
        return key;
    }
}
