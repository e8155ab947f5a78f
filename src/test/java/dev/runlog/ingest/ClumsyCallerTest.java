package dev.runlog.ingest;

import static dev.runlog.testing.Sending.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import dev.runlog.testing.Stored;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What callers send who mean well, and once came out wrong. */
@QuarkusTest
class ClumsyCallerTest {
    @TestHTTPResource
    URI service;

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String logs = "/ingest/v1/runs/" + run + "/logs";

    @Test
    void a_parameter_that_nobody_knows_is_refused_rather_than_passed_over() {
        var address = "/ingest/v1/runs/" + run;
        for (var write : List.of("/output/stdout", "/logs", "/failures", "/finish")) {
            post(address + write + "?offset=3", "{\"message\": \"x\"}")
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("code", is("unknown-parameter"))
                    .body("errors[0].parameter", is("offset"));
        }
        given().get("/api/v1/runs/" + run).then().statusCode(404);
    }

    @Test
    void a_zero_time_of_another_language_is_kept_as_sent() {
        post(logs, "{\"message\": \"x\", \"timestamp\": \"0001-01-01T00:00:00Z\"}")
                .statusCode(201);

        assertThat(stored.entry(run).sentAt()).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    }

    @Test
    void a_context_with_a_huge_name_is_replaced_and_the_entry_kept() {
        given().noFilters()
                .contentType("application/json")
                .body("{\"message\": \"x\", \"context\": {\"" + "n".repeat(60_000) + "\": 1}}")
                .post(logs)
                .then()
                .statusCode(201);

        assertThat(stored.entry(run).context()).isEqualTo("{}");
    }

    @Test
    void an_answer_does_not_grow_with_what_is_wrong() {
        var members =
                IntStream.range(0, 50_000).mapToObj(i -> "\"m" + i + "\": 1").collect(Collectors.joining(", "));

        post(logs, "[{\"message\": \"x\"}, {" + members + "}]")
                .statusCode(201)
                .body("rejected", hasSize(1))
                .body("rejected[0].detail.length()", lessThan(1_000));
    }

    @Test
    void a_semicolon_does_not_lead_to_another_thing_than_the_named_one() {
        given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"message\": \"x\"}")
                .post("/ingest;a=b/v1/runs/" + run + "/logs")
                .then()
                .statusCode(400)
                .body("code", is("bad-request"));

        assertThat(stored.knows(run)).isFalse();
    }

    @Test
    void a_write_ahead_of_the_stream_is_a_gap_even_if_it_is_empty() {
        given().header("Upload-Offset", "5")
                .contentType("text/plain")
                .body(new byte[0])
                .post("/ingest/v1/runs/" + run + "/output/stdout")
                .then()
                .statusCode(409)
                .header("Upload-Offset", "0");
    }

    @Test
    void an_sdk_may_accept_whatever_it_likes() {
        given().accept("text/html")
                .contentType("application/json")
                .body("{\"message\": \"x\"}")
                .post("/container-api/" + run + "/logs/info")
                .then()
                .statusCode(201)
                .contentType("application/json")
                .body("message", is("Written successfully."));
        given().noFilters()
                .delete("/container-api/" + run + "/logs/info")
                .then()
                .statusCode(405)
                .contentType("application/json")
                .body("message", containsString("method"));
    }

    @Test
    void a_failed_call_is_shown_by_its_own_entry() {
        post(logs, "{\"level\": \"error\", \"message\": \"first\"}").statusCode(201);
        post(
                        "/ingest/v1/runs/" + run + "/failures",
                        "{\"method\": \"GET\", \"requestUri\": \"/a\", \"responseCode\": 404}")
                .statusCode(201);
        post("/ingest/v1/runs/" + run + "/finish", "{\"exitCode\": 1}")
                .statusCode(200)
                .body("failure.kind", is("container-api-failure"))
                .body("failure.seq", is(2));
    }

    @Test
    void an_empty_accept_means_anything() {
        given().header("Accept", "")
                .get("/api/v1/runs")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/json"));
    }

    @Test
    void a_caller_without_a_host_gets_a_link_without_one() throws IOException {
        post(logs, "[{\"message\": \"x\"}, {\"message\": \"y\"}]").statusCode(201);
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            var request = "GET /api/v1/logs?limit=1 HTTP/1.0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("200 OK")
                    .containsPattern("(?i)link: </api/v1/logs\\?limit=1&cursor=[^>]+>; rel=\"next\"");
        }
    }
}
