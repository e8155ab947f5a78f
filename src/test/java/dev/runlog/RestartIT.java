package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.EventReader;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was begun before a restart goes on behind it, on a service that remembers nothing. */
class RestartIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("restart-it");

    private final HttpClient http = HttpClient.newHttpClient();
    private final UUID run = UUID.randomUUID();
    private PackagedService service;

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (service != null) {
            service.discard();
        }
        DIRECTORY.endDatabase();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.at(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void runs_and_states_that_were_known_before_are_changed_at_once() throws IOException, InterruptedException {
        var registration = "{\"connector\": \"nightly\", \"site\": \"1\", \"version\": \"1\"}";
        var state =
                "{\"connector\": \"nightly\", \"name\": \"build_connector\", \"ownerId\": \"u\", \"status\": \"%s\"}";
        DIRECTORY.empty();
        service = PackagedService.start(DIRECTORY);
        assertThat(send("PUT", "/ingest/v1/runs/" + run, registration).statusCode())
                .isEqualTo(201);
        assertThat(send("PUT", "/ingest/v1/states/" + run, state.formatted("running"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(service.stop()).isEqualTo(143);

        service = PackagedService.start(DIRECTORY);

        assertThat(send("PUT", "/ingest/v1/states/" + run, state.formatted("done"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/ingest/v1/runs/" + run, registration).statusCode())
                .isEqualTo(200);
        var finished = send("POST", "/ingest/v1/runs/" + run + "/finish", "{\"exitCode\": 0}");
        assertThat(finished.statusCode()).isEqualTo(200);
        assertThat(finished.body()).contains("\"connector\":\"nightly\"", "\"status\":\"succeeded\"");
    }

    @Test
    void with_a_delay_writes_are_taken_until_it_is_over() throws Exception {
        DIRECTORY.empty();
        service = PackagedService.start(DIRECTORY, Map.of("QUARKUS_SHUTDOWN_DELAY", "4s"));
        var logs = "/ingest/v1/runs/" + run + "/logs";
        assertThat(send("POST", logs, "{\"message\": \"a\"}").statusCode()).isEqualTo(201);
        var asked = System.nanoTime();
        var stopped = CompletableFuture.supplyAsync(() -> {
            try {
                return service.stop();
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        });

        Thread.sleep(1_000);
        assertThat(send("POST", logs, "{\"message\": \"b\"}").statusCode()).isEqualTo(201);

        assertThat(stopped.get()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void streams_are_closed_at_a_stop_without_an_end_and_go_on_behind_the_restart()
            throws IOException, InterruptedException {
        DIRECTORY.empty();
        service = PackagedService.start(DIRECTORY);
        var logs = "/ingest/v1/runs/" + run + "/logs";
        var stream = "/api/v1/runs/" + run + "/logs/stream";
        send("POST", logs, "[{\"message\": \"a\"}, {\"message\": \"b\"}]");
        try (var tail = EventReader.open(service.at(stream));
                var all = EventReader.open(service.at("/api/v1/runs/stream"))) {
            tail.until(event -> event.seq() == 2);
            var asked = System.nanoTime();

            assertThat(service.stop()).isEqualTo(143);

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
            assertThat(tail.toEnd()).isEmpty();
            assertThat(all.toEnd()).isEmpty();
        }
        service = PackagedService.start(DIRECTORY);
        send("POST", logs, "{\"message\": \"c\"}");
        send("POST", "/ingest/v1/runs/" + run + "/finish", "{\"exitCode\": 0}");
        try (var tail = EventReader.open(service.at(stream), Map.of("Last-Event-ID", "2"))) {
            assertThat(tail.toEnd())
                    .extracting(event -> event.name() + event.seq())
                    .containsExactly("log3", "end0");
        }
    }
}
