package dev.runlog.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts the refusals by their code. */
@Singleton
public class RefusalCounts {
    private final Map<ProblemCode, Counter> counters = new EnumMap<>(ProblemCode.class);

    RefusalCounts(MeterRegistry meters) {
        for (var code : ProblemCode.values()) {
            counters.put(
                    code,
                    Counter.builder("runlog.refusals")
                            .description("Requests that were refused")
                            .tag("code", code.slug())
                            .register(meters));
        }
    }

    public void count(ProblemCode code) {
        counters.get(code).increment();
    }
}
