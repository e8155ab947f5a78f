package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.testing.LogOf;
import dev.runlog.testing.LogOf.Way;
import dev.runlog.testing.Said;
import dev.runlog.testing.Written;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Container output as Docker's json-file driver wrote it, replayed. The file is others' work and no part of this
 * project: without it beside the project these tests are skipped.
 */
@QuarkusTest
class ContainerLogTest {
    private static final Path FILE = Path.of("..", "shared", "data", "docker", "json-file.log");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID run = UUID.randomUUID();

    @BeforeAll
    static void requireFile() {
        assumeTrue(Files.isReadable(FILE), FILE.toAbsolutePath().normalize() + " is not here: skipped");
    }

    @Test
    void its_lines_come_back_as_output() throws IOException {
        var output = new Written(run);

        for (var line : lines()) {
            output.write(stream(line), line.path("log").asText().getBytes(StandardCharsets.UTF_8));
        }

        output.assertReadBack();
    }

    @Test
    void its_lines_come_back_as_log_entries_with_the_times_of_long_ago() throws IOException {
        var log = new LogOf(run);
        var entries = lines().stream().map(ContainerLogTest::said).toList();

        log.send(entries, Way.AS_LINES);

        for (var read : List.of(log.pages(7), log.ndjson())) {
            assertThat(read)
                    .extracting(entry -> entry.path("message").asText())
                    .isEqualTo(entries.stream().map(Said::message).toList());
            assertThat(read)
                    .extracting(entry -> entry.path("levelName").asText())
                    .isEqualTo(entries.stream().map(Said::level).toList());
            assertThat(read)
                    .extracting(entry -> time(entry, "sentTimestamp"))
                    .isEqualTo(entries.stream().map(Said::timestamp).toList());
        }
        assertThat(log.text()).hasSameSizeAs(entries);
    }

    private static Said said(JsonNode line) {
        var level = stream(line).equals("stderr") ? "error" : "info";
        return new Said(level, time(line, "time"), line.path("log").asText());
    }

    /** Of the longest line the driver kept the text alone. */
    private static String stream(JsonNode line) {
        return line.path("stream").asText("stdout");
    }

    /** In the microseconds that are kept of it; null where there is none. */
    private static Instant time(JsonNode line, String field) {
        var time = line.path(field);
        return time.isTextual() ? Instant.parse(time.asText()).truncatedTo(ChronoUnit.MICROS) : null;
    }

    private static List<JsonNode> lines() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(FILE)) {
            if (!line.isBlank()) {
                lines.add(JSON.readTree(line));
            }
        }
        assertThat(lines).hasSizeGreaterThan(90);
        return lines;
    }
}
