package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's tour is run as it is written. */
@QuarkusTest
class TourTest {
    private static final Pattern TOUR = Pattern.compile("```sh tour\\n(.*?)```", Pattern.DOTALL);
    private static final int MOST_SECONDS = 60;

    @TestHTTPResource
    URI service;

    @Test
    void the_tour_of_the_readme_finds_out_why_a_run_failed() throws IOException, InterruptedException {
        var run = UUID.randomUUID().toString();

        var output = shell(tour(), run);

        assertThat(output)
                .doesNotContain("/problems/", "deployment-not-ready")
                .contains("\"accepted\":3,\"rejected\":[],\"lastSeq\":3", "\"stream\":\"stderr\",\"size\":86")
                .contains("\"status\":\"failed\",\"exitCode\":1", "\"apiFailures\":1", "\"stderrBytes\":86")
                .containsPattern("Z ERROR +shopify-export " + run + "#3 Feed rejected: price \"n/a\"")
                .contains("\"requestUri\":\"/files/input/full?page=1\",\"responseCode\":404")
                .contains("Traceback (most recent call last):\nValueError: could not convert string to float: n/a\n")
                .contains("\"stateId\":\"build-" + run + "\"")
                .contains("Run " + run + "\n\nVerdict: container-api-failure");
    }

    private static String tour() throws IOException {
        var tour = TOUR.matcher(Files.readString(Path.of("README.md")));
        assertThat(tour.find()).as("the README has a tour").isTrue();
        return tour.group(1);
    }

    private String shell(String script, String run) throws IOException, InterruptedException {
        var output = Files.createTempFile("tour", ".txt");
        try {
            var process = process(script, run, output);
            try {
                assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            var text = Files.readString(output);
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }

    private Process process(String script, String run, Path output) throws IOException {
        var builder = new ProcessBuilder("sh", "-eu").redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("RUNLOG", service.toString().replaceFirst("/$", ""));
        builder.environment().put("RUN", run);
        var process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(script.getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }
}
