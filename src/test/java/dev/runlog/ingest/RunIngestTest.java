package dev.runlog.ingest;

import static dev.runlog.testing.Sending.post;
import static dev.runlog.testing.Sending.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.platform.Rfc3339;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Stored;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RunIngestTest {
    private static final String REGISTRATION = """
            {"connector": "shopify", "site": "12345", "version": "1.4.2", "startedAt": "2026-11-23T14:00:00.1234567+02:00"}
            """;

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run;

    private ValidatableResponse register(String body) {
        return put(address, body);
    }

    private ValidatableResponse finish(String body) {
        return post(address + "/finish", body);
    }

    @Test
    void each_fault_of_a_registration_is_named() {
        put(address, "{\"a\": 1, \"b\": 1, \"c\": 1, \"d\": 1, \"e\": 1, \"f\": 1}")
                .statusCode(400)
                .body("errors.pointer", hasItems("/f", "/connector", "/site", "/version"))
                .body("errors", hasSize(9));
    }

    @Test
    void a_run_is_registered_with_six_hours_to_go() {
        register(REGISTRATION)
                .statusCode(201)
                .contentType("application/json")
                .header("Location", endsWith("/api/v1/runs/" + run))
                .body("processId", is(run.toString()))
                .body("connector", is("shopify"))
                .body("site", is("12345"))
                .body("version", is("1.4.2"))
                .body("exitCode", nullValue())
                .body("startedAt", is("2026-11-23T12:00:00.123456Z"))
                .body("deadlineAt", is("2026-11-23T18:00:00.123456Z"));
    }

    @Test
    void the_same_registration_again_and_one_that_completes_it_are_fine() {
        register("""
                {"connector": "shopify", "site": 12345, "version": "1"}""").statusCode(201);
        register("""
                {"connector": "shopify", "site": "12345", "version": "1", "startedAt": "2026-11-23T12:00:00Z"}""").statusCode(200).body("startedAt", is("2026-11-23T12:00:00.000000Z"));
        register("""
                {"connector": "shopify", "site": "12345", "version": "1", "deadlineAt": "2026-11-23T13:00:00Z"}""")
                .statusCode(200)
                .body("startedAt", is("2026-11-23T12:00:00.000000Z"))
                .body("deadlineAt", is("2026-11-23T13:00:00.000000Z"))
                .body("status", is("lost"));
    }

    @Test
    void a_registration_that_contradicts_is_a_conflict_that_names_each_part() {
        register(REGISTRATION).statusCode(201);

        register("""
                {"connector": "magento", "site": "1", "version": "2", "startedAt": "2026-11-23T13:00:00Z"}""")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", is("run-conflict"))
                .body("errors.pointer", containsInAnyOrder("/connector", "/site", "/version", "/startedAt"));

        register(REGISTRATION).statusCode(200).body("connector", is("shopify"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0001-01-01T00:00:00.000000Z", "1582-10-04T23:59:59.999999Z", "1582-10-15T00:00:00.000000Z"})
    void a_time_of_long_ago_is_read_back_as_it_was_sent(String time) {
        register("""
                {"connector": "c", "site": "1", "version": "1", "startedAt": "%1$s", "deadlineAt": "%1$s"}
                """.formatted(time))
                .statusCode(201)
                .body("startedAt", is(time))
                .body("deadlineAt", is(time));
        finish("{\"exitCode\": 0, \"finishedAt\": \"%s\"}".formatted(time)).statusCode(200);

        given().get("/api/v1/runs/" + run)
                .then()
                .body("startedAt", is(time))
                .body("deadlineAt", is(time))
                .body("finishedAt", is(time));
    }

    @Test
    void a_run_may_have_until_the_end_of_time() {
        register("""
                {"connector": "c", "site": "1", "version": "1", "deadlineAt": "9999-12-31T23:59:59.999999999Z"}
                """).statusCode(201).body("deadlineAt", is("9999-12-31T23:59:59.999999Z"));
        finish("{\"exitCode\": 0, \"finishedAt\": \"9999-12-31T23:59:59Z\"}")
                .statusCode(200)
                .body("finishedAt", is("9999-12-31T23:59:59.000000Z"));
    }

    @Test
    void a_deadline_that_would_lie_behind_the_end_of_time_is_the_end_of_time() {
        register("""
                {"connector": "c", "site": "1", "version": "1", "startedAt": "9999-12-31T20:00:00Z"}
                """)
                .statusCode(201)
                .body("startedAt", is("9999-12-31T20:00:00.000000Z"))
                .body("deadlineAt", is("9999-12-31T23:59:59.999999Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9999-12-31T23:59:60Z",
                "9999-12-31T23:59:59-00:01",
                "10000-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+00:01",
                "0000-12-31T00:00:00Z"
            })
    void a_time_before_the_first_or_behind_the_last_is_refused(String time) {
        register("""
                {"connector": "c", "site": "1", "version": "1", "deadlineAt": "%s"}
                """.formatted(time)).statusCode(400).body("errors.pointer", contains("/deadlineAt"));
    }

    @Test
    void a_process_id_may_be_written_in_upper_case() {
        put("/ingest/v1/runs/" + run.toString().toUpperCase(Locale.ROOT), REGISTRATION)
                .statusCode(201)
                .body("processId", is(run.toString()));
        register(REGISTRATION).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "none", "93e37cdf046d45b2a9831e2580e57b5c", "1-1-1-1-1"})
    void what_is_no_process_id_is_refused(String text) {
        put("/ingest/v1/runs/" + text, REGISTRATION).statusCode(400).body("code", is("invalid-path"));
        post("/ingest/v1/runs/" + text + "/finish", "{\"exitCode\": 0}").statusCode(400);
        post("/ingest/v1/runs/" + text + "/logs", "{\"message\": \"x\"}").statusCode(400);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"site": "1", "version": "1"}                                                                  | /connector
            {"connector": null, "site": "1", "version": "1"}                                               | /connector
            {"connector": "", "site": "1", "version": "1"}                                                 | /connector
            {"connector": true, "site": "1", "version": "1"}                                               | /connector
            {"connector": "c", "version": "1"}                                                             | /site
            {"connector": "c", "site": [], "version": "1"}                                                 | /site
            {"connector": "c", "site": "1"}                                                                | /version
            {"connector": "c", "site": "1", "version": "1", "startedAt": "today"}                          | /startedAt
            {"connector": "c", "site": "1", "version": "1", "deadlineAt": false}                           | /deadlineAt
            {"connector": "c", "site": "1", "version": "1", "startedAt": 1795435200, "deadlineAt": 1795435199} | /deadlineAt
            {"connector": "c", "site": "1", "version": "1", "status": "succeeded"}                         | /status
            """)
    void a_wrong_member_is_pointed_at_and_nothing_is_stored(String body, String pointer) {
        register(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("invalid-body"))
                .body("errors.pointer", contains(pointer));

        assertThat(stored.knows(run)).isFalse();
    }

    @Test
    void an_identifier_has_at_most_128_characters() {
        var most = "\uD83D\uDE00".repeat(128);
        register("{\"connector\": \"c\", \"site\": \"%s\", \"version\": \"1\"}".formatted(most))
                .statusCode(201)
                .body("site", is(most));
        register("{\"connector\": \"c\", \"site\": \"%s\", \"version\": \"1\"}".formatted("x".repeat(129)))
                .statusCode(400);
    }

    @ParameterizedTest
    @CsvSource({"0, succeeded", "1, failed", "137, failed", "255, failed"})
    void an_exit_code_says_how_a_run_ended(int exitCode, String status) {
        register(REGISTRATION).statusCode(201);

        finish("{\"exitCode\": %d, \"finishedAt\": \"2026-11-23T12:00:01.123456Z\"}".formatted(exitCode))
                .statusCode(200)
                .body("status", is(status))
                .body("exitCode", is(exitCode))
                .body("durationMs", is(1000));
    }

    @Test
    void a_start_that_nobody_said_is_not_behind_the_end() {
        var end = Instant.now().minus(30, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MICROS);
        finish("{\"exitCode\": 1, \"finishedAt\": \"%s\"}".formatted(end))
                .body("startedAt", is(Rfc3339.format(end)))
                .body("finishedAt", is(Rfc3339.format(end)))
                .body("durationMs", is(0));

        var start = end.minusSeconds(60);
        register("""
                {"connector": "shopify", "site": "12345", "version": "1.4.2", "startedAt": "%s"}
                """.formatted(start))
                .body("startedAt", is(Rfc3339.format(start)))
                .body("durationMs", is(60_000));
    }

    @Test
    void of_a_long_reason_the_beginning_is_kept() {
        var reason = "x".repeat(4_095) + "\ud83d\ude00 and more";

        finish("{\"exitCode\": 137, \"reason\": \"%s\"}".formatted(reason))
                .statusCode(200)
                .body("exitCode", is(137))
                .body("reason", is("x".repeat(4_095) + "\ufffd"));
    }

    @Test
    void a_container_that_vanished_failed_without_a_code() {
        finish("{\"exitCode\": null, \"reason\": \"node lost\"}")
                .statusCode(200)
                .body("status", is("failed"))
                .body("exitCode", nullValue())
                .body("reason", is("node lost"));
        finish("{\"exitCode\": null}").statusCode(200);
        finish("{\"exitCode\": 0}").statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"exitCode\": -1}",
                "{\"exitCode\": 256}",
                "{\"exitCode\": 1.5}",
                "{\"exitCode\": 0.0}",
                "{\"exitCode\": 1e2}",
                "{\"exitCode\": 18446744073709551616}",
                "{\"exitCode\": \"0\"}",
                "{\"exitCode\": \"\"}",
                "{\"exitCode\": true}",
                "{\"exitCode\": []}",
                "{\"exitCode\": {\"code\": 0}}",
                "{}"
            })
    void what_is_no_exit_code_is_refused_and_never_success(String body) {
        finish(body).statusCode(400).body("code", is("invalid-body")).body("errors.pointer", contains("/exitCode"));

        assertThat(stored.knows(run)).isFalse();
    }

    @Test
    void another_exit_code_is_a_conflict_and_the_first_stays() {
        finish("{\"exitCode\": 3}").statusCode(200);
        finish("{\"exitCode\": 3, \"reason\": \"again\"}").statusCode(200).body("reason", nullValue());

        finish("{\"exitCode\": 0}")
                .statusCode(409)
                .body("code", is("finish-conflict"))
                .body("errors.pointer", contains("/exitCode"));

        register(REGISTRATION).statusCode(200).body("exitCode", is(3)).body("status", is("failed"));
    }

    @Test
    void of_ends_sent_at_once_one_wins() throws Exception {
        var statuses = AtOnce.run(
                8, i -> finish("{\"exitCode\": %d}".formatted(i)).extract().statusCode());

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    }

    @Test
    void of_registrations_sent_at_once_one_made_the_run() throws Exception {
        var statuses = AtOnce.run(8, i -> register(REGISTRATION).extract().statusCode());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "\"x\"", "{", "{} {}", "{\"exitCode\": 0} x", "\uFEFF{}"})
    void a_body_that_is_no_single_object_is_refused(String body) {
        finish(body).statusCode(400).contentType("application/problem+json");
        register(body).statusCode(400).contentType("application/problem+json");

        assertThat(stored.knows(run)).isFalse();
    }
}
