package dev.runlog.problem;

import dev.runlog.problem.Problem.Fault;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/** A request header that has one value: of two that differ neither can be taken for what was meant. */
public final class SingleHeader {
    private SingleHeader() {}

    /**
     * Empty where there is none; the same value again counts as one.
     *
     * @throws Refusal 400 where it is given more than once, with different values
     */
    public static Optional<String> of(MultiMap headers, String name) {
        var values = headers.getAll(name);
        if (values.stream().distinct().count() > 1) {
            throw refused(name, name + " is given more than once, with different values.");
        }
        return values.stream().findFirst();
    }

    /** 400 that names the header. */
    public static Refusal refused(String name, String detail) {
        return new Refusal(ProblemCode.INVALID_HEADER, detail, List.of(Fault.ofParameter(name, detail)));
    }
}
