package dev.runlog.problem;

import dev.runlog.problem.Problem.Fault;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Idempotency-Key of a request (draft-ietf-httpapi-idempotency-key-header). */
public final class IdempotencyHeader {
    public static final String NAME = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]{1,128}");

    private IdempotencyHeader() {}

    /**
     * Empty where there was none.
     *
     * @throws Refusal 400 for a key that is not 1–128 printable ASCII characters
     */
    public static Optional<String> checked(String header) {
        if (header != null && !FORM.matcher(header).matches()) {
            var detail = NAME + " must have 1 to 128 printable ASCII characters.";
            throw new Refusal(ProblemCode.INVALID_HEADER, detail, List.of(Fault.ofParameter(NAME, detail)));
        }
        return Optional.ofNullable(header);
    }
}
