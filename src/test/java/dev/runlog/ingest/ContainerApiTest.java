package dev.runlog.ingest;

import static dev.runlog.testing.Sending.bytes;
import static dev.runlog.testing.Sending.gzip;
import static dev.runlog.testing.Sending.json;
import static dev.runlog.testing.Sending.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.runlog.testing.Stored;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ContainerApiTest {
    private static final String WRITTEN = "{\"message\":\"Written successfully.\"}";
    private static final String BLANK =
            "{\"message\":\"Validation failed\",\"errors\":{\"message\":\"This value should not be blank.\"}}";

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();

    private String address(String level) {
        return "/container-api/" + run + "/logs/" + level;
    }

    private ValidatableResponse log(String level, String body) {
        return post(address(level), body);
    }

    @Test
    void a_lone_surrogate_in_a_name_of_a_context_is_replaced() {
        log("info", "{\"message\": \"x\", \"context\": {\"k\\ud800\": 1}}").statusCode(201);

        assertThat(stored.entry(run).context()).isEqualTo("{\"k\uFFFD\":1}");
    }

    @ParameterizedTest
    @CsvSource({
        "emergency, 0,",
        "alert, 1,",
        "critical, 2,",
        "error, 3,",
        "warning, 4,",
        "notice, 5,",
        "info, 6,",
        "debug, 7,",
        "success, 6, success",
        "report, 6, report",
        "Error, 3,"
    })
    void every_level_of_the_sdks_is_written(String level, int expected, String label) {
        log(level, "{\"message\": \"said\", \"context\": []}")
                .statusCode(201)
                .contentType("application/json")
                .body(equalTo(WRITTEN));

        var entry = stored.entry(run);
        assertThat(entry.level()).isEqualTo(expected);
        assertThat(entry.label()).isEqualTo(label);
        assertThat(entry.source()).isZero();
        assertThat(entry.message()).isEqualTo("said");
        assertThat(entry.context()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "{\"message\": \"\"}",
                "{\"message\": \" \\n\"}",
                "{\"message\": null}",
                "{}",
                "{\"context\": {}}"
            })
    void a_blank_message_is_refused_in_the_words_of_the_container_api(String body) {
        log("info", body).statusCode(400).contentType("application/json").body(equalTo(BLANK));

        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "7", "{\"message\": \"x\"} x"})
    void a_broken_body_is_refused_in_the_same_shape(String body) {
        log("info", body)
                .statusCode(400)
                .contentType("application/json")
                .body("message", is("Validation failed"))
                .body("errors.message", notNullValue())
                .body("$", not(hasKey("code")));

        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fatal", "8", "-1", "3.5"})
    void an_unknown_level_is_a_404_in_the_same_shape(String level) {
        log(level, "{\"message\": \"x\"}")
                .statusCode(404)
                .contentType("application/json")
                .body("message", notNullValue())
                .body("$", not(hasKey("code")));

        assertThat(stored.knows(run)).isFalse();
    }

    @Test
    void a_process_id_that_is_none_is_a_404_in_the_same_shape() {
        post("/container-api/none/logs/info", "{\"message\": \"x\"}")
                .statusCode(404)
                .contentType("application/json")
                .body("message", notNullValue());
    }

    @Test
    void members_that_the_container_api_ignores_are_ignored() {
        log("info", "{\"level\": 99, \"message\": \"x\", \"extra\": [{\"a\": 1}], \"context\": {\"k\": \"v\"}}")
                .statusCode(201);

        assertThat(stored.entry(run).context()).isEqualTo("{\"k\":\"v\"}");
    }

    @Test
    void a_long_message_is_stored_cut() {
        log("info", "{\"message\": \"" + "x".repeat(1_000_000) + "\"}").statusCode(201);

        assertThat(stored.entry(run).message()).hasSize(64 * 1024);
        assertThat(stored.entry(run).cut()).isEqualTo(1);
    }

    /** Past the documented types, so not by way of REST Assured, behind which the document is held against every request. */
    @ParameterizedTest
    @ValueSource(
            strings = {"application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "garbage"})
    void the_content_type_does_not_matter(String type) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + address("info")))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"message\": \"x\"}"))
                .build();

        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(WRITTEN);
    }

    @Test
    void gzip_is_unwrapped_and_a_bound_is_answered_in_the_same_shape() {
        bytes("application/json", gzip("{\"message\": \"x\"}"))
                .header("Content-Encoding", "gzip")
                .post(address("info"))
                .then()
                .statusCode(201);
        bytes("application/json", gzip(" ".repeat(11 * 1024 * 1024)))
                .header("Content-Encoding", "gzip")
                .post(address("info"))
                .then()
                .statusCode(413)
                .contentType("application/json")
                .body("message", notNullValue());
    }

    @Test
    void a_repeated_key_is_written_once() {
        for (var replayed : new String[] {null, "true"}) {
            json("{\"message\": \"x\"}")
                    .header("Idempotency-Key", "k")
                    .post(address("info"))
                    .then()
                    .statusCode(201)
                    .header("Idempotent-Replayed", is(replayed))
                    .body(equalTo(WRITTEN));
        }
        assertThat(stored.entries(run)).hasSize(1);
    }
}
