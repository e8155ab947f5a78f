package dev.runlog.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured, how long and on what.
 *
 * @param directory of the results and, where no database is given, of the embedded one; emptied first
 * @param warmUp before the rounds of each figure
 * @param database empty for the embedded one
 */
record BenchSettings(Path directory, Duration warmUp, Duration round, int rounds, Optional<Database> database) {

    /** From {@code RUNLOG_BENCH_…}: SECONDS, WARMUP_SECONDS, ROUNDS; JDBC_URL, USERNAME, PASSWORD. */
    static BenchSettings of(Map<String, String> environment) {
        var database = Optional.ofNullable(environment.get("RUNLOG_BENCH_JDBC_URL"))
                .map(url -> new Database(
                        url,
                        environment.getOrDefault("RUNLOG_BENCH_USERNAME", ""),
                        environment.getOrDefault("RUNLOG_BENCH_PASSWORD", "")));
        return new BenchSettings(
                Path.of("target", "bench"),
                seconds(environment.getOrDefault("RUNLOG_BENCH_WARMUP_SECONDS", "5")),
                seconds(environment.getOrDefault("RUNLOG_BENCH_SECONDS", "4")),
                Integer.parseInt(environment.getOrDefault("RUNLOG_BENCH_ROUNDS", "3")),
                database);
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }
}
