package dev.runlog.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is measured, how long and on what.
 *
 * @param directory of the results and, where no database is given, of the embedded one; emptied first
 * @param warmUp before the rounds of each figure
 * @param database empty for the embedded one
 */
record BenchSettings(
        Path directory, Set<Part> parts, Duration warmUp, Duration round, int rounds, Optional<Database> database) {

    /** What may be measured without the rest. */
    enum Part {
        BATCHES,
        SINGLES,
        LONE,
        OUTPUT
    }

    /** From {@code RUNLOG_BENCH_…}: PARTS, SECONDS, WARMUP_SECONDS, ROUNDS; JDBC_URL, USERNAME, PASSWORD. */
    static BenchSettings of(Map<String, String> environment) {
        var database = Optional.ofNullable(environment.get("RUNLOG_BENCH_JDBC_URL"))
                .map(url -> new Database(
                        url,
                        environment.getOrDefault("RUNLOG_BENCH_USERNAME", ""),
                        environment.getOrDefault("RUNLOG_BENCH_PASSWORD", "")));
        return new BenchSettings(
                Path.of("target", "bench"),
                parts(environment.get("RUNLOG_BENCH_PARTS")),
                seconds(environment.getOrDefault("RUNLOG_BENCH_WARMUP_SECONDS", "5")),
                seconds(environment.getOrDefault("RUNLOG_BENCH_SECONDS", "4")),
                Integer.parseInt(environment.getOrDefault("RUNLOG_BENCH_ROUNDS", "3")),
                database);
    }

    private static Set<Part> parts(String names) {
        return names == null
                ? EnumSet.allOf(Part.class)
                : Arrays.stream(names.toUpperCase(Locale.ROOT).split(","))
                        .map(Part::valueOf)
                        .collect(Collectors.toSet());
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }
}
