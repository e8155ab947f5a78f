package dev.runlog.problem;

import dev.runlog.problem.Problem.Fault;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem document. Its detail is written for the caller. */
public final class Refusal extends RuntimeException {
    private final ProblemCode code;
    private final List<Fault> errors;
    private final Map<String, String> headers;

    public Refusal(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    public Refusal(ProblemCode code, String detail, List<Fault> errors) {
        this(code, detail, errors, Map.of());
    }

    public Refusal(ProblemCode code, String detail, List<Fault> errors, Map<String, String> headers) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    public ProblemCode code() {
        return code;
    }

    public List<Fault> errors() {
        return errors;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
