package dev.runlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.bench.BenchSettings.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The harness itself, a fraction of a second each: that it measures, never how fast. */
class WritePathBenchIT {
    private static final Duration MOMENT = Duration.ofMillis(200);

    @Test
    void every_figure_and_its_limit_is_measured() throws Exception {
        var settings = new BenchSettings(
                Path.of("target", "bench-it"),
                EnumSet.allOf(Part.class),
                MOMENT,
                MOMENT,
                1,
                List.of(1_000L, 20_000L),
                Optional.empty());

        var report = WritePathBench.run(settings);

        assertThat(report.figures()).hasSizeGreaterThan(20).allSatisfy(figure -> {
            assertThat(figure.value()).isPositive();
            assertThat(figure.limit()).isPositive();
            assertThat(report.table()).contains(figure.name());
        });
        assertThat(Files.readString(report.write())).contains("\"ratio\"");
    }
}
