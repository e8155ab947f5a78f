package dev.runlog.ingest;

import static dev.runlog.testing.Sending.json;
import static dev.runlog.testing.Sending.post;
import static dev.runlog.testing.Sending.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Stored;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IdempotencyTest {
    private static final String REGISTRATION = """
            {"connector": "c", "site": "1", "version": "%s"}
            """;

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run;

    private ValidatableResponse send(String key, String path, String body) {
        var request = json(body).header("Idempotency-Key", key);
        return (path.isEmpty() ? request.put(address) : request.post(address + path)).then();
    }

    private static void sameAgain(ExtractableResponse<Response> first, ValidatableResponse again) {
        again.statusCode(first.statusCode())
                .header("Idempotent-Replayed", "true")
                .header("Location", is(first.header("Location")))
                .body(equalTo(first.asString()));
        assertThat(first.header("Idempotent-Replayed")).isNull();
    }

    @ParameterizedTest(name = "POST …{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            ``        | {"connector": "c", "site": "1", "version": "1"}            | {"connector": "c", "site": "1", "version": "2"}
            /finish   | {"exitCode": 0}                                           | {"exitCode": 1}
            /logs     | [{"message": "x"}, {}]                                    | {"message": "y"}
            /failures | {"method": "GET", "requestUri": "/", "responseCode": 404} | {"method": "GET", "requestUri": "/", "responseCode": 405}
            """)
    void a_key_is_answered_as_the_first_time_and_good_for_one_body(String path, String body, String otherBody) {
        var first = send("key one", path, body).extract();
        assertThat(first.statusCode()).isBetween(200, 201);

        sameAgain(first, send("key one", path, body));
        send("key one", path, otherBody)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", is("idempotency-mismatch"));
        sameAgain(first, send("key one", path, body));

        assertThat(stored.entries(run).size()).isLessThanOrEqualTo(1);
    }

    @Test
    void a_key_is_bound_to_its_path() {
        var other = UUID.randomUUID();
        send("k", "/logs", "{\"message\": \"x\"}").statusCode(201);
        send("k", "/finish", "{\"exitCode\": 0}").statusCode(200).header("Idempotent-Replayed", nullValue());
        send("k", "", REGISTRATION.formatted("1")).statusCode(200).header("Idempotent-Replayed", nullValue());

        json("{\"message\": \"y\"}")
                .header("Idempotency-Key", "k")
                .post("/ingest/v1/runs/" + other + "/logs")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue());

        assertThat(stored.entries(other)).hasSize(1);
    }

    @Test
    void a_repeated_registration_is_answered_201_again() {
        sameAgain(
                send("k", "", REGISTRATION.formatted("1")).statusCode(201).extract(),
                send("k", "", REGISTRATION.formatted("1")));
    }

    @Test
    void an_answer_is_replayed_as_it_was_though_the_run_went_on() {
        var first = send("k", "", REGISTRATION.formatted("1")).statusCode(201).extract();
        post(address + "/finish", "{\"exitCode\": 3}").statusCode(200);

        sameAgain(first, send("k", "", REGISTRATION.formatted("1")));
    }

    @Test
    void a_refused_write_does_not_use_its_key_up() {
        send("k", "/logs", "{\"message\": \"\"}").statusCode(400);
        send("k", "/logs", "{\"message\": \"x\"}").statusCode(201).header("Idempotent-Replayed", nullValue());

        send("f", "/finish", "{\"exitCode\": 1}").statusCode(200);
        send("g", "/finish", "{\"exitCode\": 0}").statusCode(409);
        send("g", "/finish", "{\"exitCode\": 1}").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logs", "/finish", ""})
    void of_copies_in_flight_at_once_one_is_stored(String path) throws Exception {
        var body = switch (path) {
            case "/logs" -> "[{\"message\": \"x\"}, {\"message\": \"y\"}]";
            case "/finish" -> "{\"exitCode\": 0}";
            default -> REGISTRATION.formatted("1");
        };

        var answers = AtOnce.run(8, i -> send("k", path, body).extract());

        assertThat(answers)
                .extracting(ExtractableResponse::asString)
                .containsOnly(answers.get(0).asString());
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotent-Replayed") == null)
                .hasSize(1);
        assertThat(stored.entries(run)).hasSize(path.equals("/logs") ? 2 : 0);
    }

    @Test
    void of_different_bodies_in_flight_with_one_key_one_is_stored() throws Exception {
        var statuses = AtOnce.run(
                8,
                i -> send("k", "/logs", "{\"message\": \"%d\"}".formatted(i))
                        .extract()
                        .statusCode());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 422);
        assertThat(stored.entries(run)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "caf\u00e9", "tab\there"})
    void a_key_that_is_not_printable_ascii_is_refused(String key) {
        send(key, "/logs", "{\"message\": \"x\"}").statusCode(400).body("code", is("invalid-header"));

        assertThat(stored.knows(run)).isFalse();
    }

    @Test
    void a_key_has_at_most_128_characters() {
        send("k".repeat(128), "/logs", "{\"message\": \"x\"}").statusCode(201);
        send("k".repeat(129), "/logs", "{\"message\": \"x\"}")
                .statusCode(400)
                .body("errors[0].parameter", is("Idempotency-Key"));
    }

    @ParameterizedTest(name = "POST {0}")
    @CsvSource(delimiter = '|', textBlock = """
            /ingest/v1/runs/{run}/finish         | {"exitCode": 0}
            /ingest/v1/runs/{run}/logs           | {"message": "x"}
            /ingest/v1/runs/{run}/failures       | {"method": "GET", "requestUri": "/", "responseCode": 404}
            /ingest/v1/runs/{run}/output/stdout  | {}
            /otlp/v1/logs                        | {}
            """)
    void two_keys_that_differ_are_refused(String path, String body) {
        var twice = json(body).header("Idempotency-Key", "one-" + run, "two-" + run);
        twice.post(path.replace("{run}", run.toString()))
                .then()
                .statusCode(400)
                .body("code", is("invalid-header"))
                .body("errors[0].parameter", is("Idempotency-Key"));
        assertThat(stored.knows(run)).isFalse();

        var same = json(body).header("Idempotency-Key", "one-" + run, "one-" + run);
        assertThat(same.post(path.replace("{run}", run.toString())).statusCode())
                .isBetween(200, 201);
    }

    @Test
    void without_a_key_a_repeated_write_is_stored_again() {
        put(address, REGISTRATION.formatted("1")).statusCode(201);
        post(address + "/logs", "{\"message\": \"x\"}").statusCode(201);
        post(address + "/logs", "{\"message\": \"x\"}").statusCode(201);

        assertThat(stored.entries(run)).hasSize(2);
    }
}
