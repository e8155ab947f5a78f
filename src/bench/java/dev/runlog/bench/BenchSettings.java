package dev.runlog.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
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
 * @param entries of the queries, growing; each query is measured at each, diagnosis at no more than the most
 * @param database empty for the embedded one
 */
record BenchSettings(
        Path directory,
        Set<Part> parts,
        Duration warmUp,
        Duration round,
        int rounds,
        List<Long> entries,
        Optional<Database> database) {

    /** What may be measured without the rest. */
    enum Part {
        BATCHES,
        SINGLES,
        LONE,
        OUTPUT,
        QUERIES,
        TAILS,
        DIAGNOSIS,
        VERIFIED
    }

    /** From {@code RUNLOG_BENCH_…}: PARTS, SECONDS, WARMUP_SECONDS, ROUNDS, ENTRIES; JDBC_URL, USERNAME, PASSWORD. */
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
                entries(environment.getOrDefault("RUNLOG_BENCH_ENTRIES", "100000,1000000,10000000")),
                database);
    }

    private static List<Long> entries(String numbers) {
        return Arrays.stream(numbers.split(",")).map(Long::valueOf).toList();
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
