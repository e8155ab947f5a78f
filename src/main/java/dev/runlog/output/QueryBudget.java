package dev.runlog.output;

import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** How long a search may go on without finding anything; the database's own bound sees only single questions. */
final class QueryBudget {
    private static final long NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanoTime;
    private long began;

    /** @param nanoTime as {@link System#nanoTime()} */
    QueryBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        renew();
    }

    void renew() {
        began = nanoTime.getAsLong();
    }

    /** @throws Refusal 503 once the time is spent */
    void check() {
        if (nanoTime.getAsLong() - began > NANOS) {
            throw new Refusal(
                    ProblemCode.QUERY_TOO_SLOW,
                    "The search took too long. Name one stream, or read the output itself with tail or Range.",
                    List.of(),
                    Map.of("Retry-After", "2"));
        }
    }
}
