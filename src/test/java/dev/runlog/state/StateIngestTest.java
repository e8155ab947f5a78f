package dev.runlog.state;

import static dev.runlog.testing.Sending.json;
import static dev.runlog.testing.Sending.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.AtOnce;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StateIngestTest {
    private final String id = "state-" + UUID.randomUUID();
    private final String address = "/ingest/v1/states/" + id;

    private static String body(String status, String more) {
        return """
                {"connector": "shopify", "name": "build_connector", "status": "%s", "ownerId": "u-17" %s}
                """.formatted(status, more);
    }

    private static String at(int second) {
        return ", \"at\": \"2026-11-23T12:00:%02dZ\"".formatted(second);
    }

    private ValidatableResponse say(String status, String more) {
        return put(address, body(status, more));
    }

    private ValidatableResponse stored() {
        return given().get("/api/v1/states/" + id).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0001-01-01T00:00:00.000000Z", "1582-10-04T23:59:59.999999Z", "1582-10-15T00:00:00.000000Z"})
    void a_time_of_long_ago_is_read_back_as_it_was_sent(String time) {
        var times = ", \"at\": \"%1$s\", \"createdAt\": \"%1$s\"".formatted(time);
        say("done", times).statusCode(201);
        say("done", times).statusCode(200);

        stored().body("createdAt", is(time))
                .body("updatedAt", is(time))
                .body("finishedAt", is(time))
                .body("history.at", contains(time));
    }

    @Test
    void a_word_without_a_time_behind_the_end_of_time_comes_with_it() {
        var end = "9999-12-31T23:59:59.999999Z";
        say("pending", ", \"at\": \"%1$s\", \"createdAt\": \"%1$s\"".formatted(end))
                .statusCode(201);
        say("running", "").statusCode(200).body("status", is("running"));

        stored().body("createdAt", is(end)).body("updatedAt", is(end)).body("history.at", contains(end, end));
    }

    @Test
    void a_new_state_is_made_with_its_first_change() {
        say("pending", at(1) + ", \"version\": \"1.4.2\", \"detail\": \"queued\"")
                .statusCode(201)
                .header("Location", endsWith("/api/v1/states/" + id))
                .body("stateId", is(id))
                .body("connector", is("shopify"))
                .body("version", is("1.4.2"))
                .body("name", is("build_connector"))
                .body("status", is("pending"))
                .body("terminal", is(false))
                .body("ownerId", is("u-17"))
                .body("createdAt", is("2026-11-23T12:00:01.000000Z"))
                .body("updatedAt", is("2026-11-23T12:00:01.000000Z"))
                .body("finishedAt", nullValue())
                .body("detail", is("queued"))
                .body("history", hasSize(1))
                .body("history[0].status", is("pending"))
                .body("history[0].at", is("2026-11-23T12:00:01.000000Z"))
                .body("history[0].detail", is("queued"));
    }

    @Test
    void every_change_of_status_goes_into_the_history_until_the_end() {
        say("pending", at(1)).statusCode(201);
        say("running", at(2) + ", \"detail\": \"step 1\"").statusCode(200).header("Location", nullValue());
        say("done", at(9)).statusCode(200);

        stored().body("status", is("done"))
                .body("terminal", is(true))
                .body("createdAt", is("2026-11-23T12:00:01.000000Z"))
                .body("finishedAt", is("2026-11-23T12:00:09.000000Z"))
                .body("detail", nullValue())
                .body("history.status", contains("pending", "running", "done"))
                .body("history.detail", contains(null, "step 1", null));
    }

    @Test
    void the_same_word_again_changes_nothing() {
        say("running", "").statusCode(201);
        var first = stored().extract().asString();

        say("running", "").statusCode(200).body(equalTo(first));

        assertThat(stored().extract().asString()).isEqualTo(first);
    }

    @Test
    void a_new_detail_of_the_same_status_is_no_change_of_status() {
        say("running", at(2) + ", \"detail\": \"10 %\"").statusCode(201);
        say("running", at(5) + ", \"detail\": \"50 %\"").statusCode(200);
        say("running", at(4) + ", \"detail\": \"40 %\"").statusCode(200);
        say("running", at(6)).statusCode(200);

        stored().body("detail", is("50 %"))
                .body("updatedAt", is("2026-11-23T12:00:05.000000Z"))
                .body("history", hasSize(1))
                .body("history[0].detail", is("10 %"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "pending", "anything-else"})
    void a_state_that_has_ended_does_not_go_on(String status) {
        say("done", "").statusCode(201);

        say(status, "")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", is("state-conflict"))
                .body("errors.pointer", contains("/status"));

        stored().body("status", is("done")).body("history", hasSize(1));
    }

    @Test
    void an_end_may_be_followed_by_another() {
        say("done", at(3)).statusCode(201);

        say("failed", at(8) + ", \"detail\": \"rolled back\"")
                .statusCode(200)
                .body("status", is("failed"))
                .body("finishedAt", is("2026-11-23T12:00:08.000000Z"));
        say("done", at(3)).statusCode(200).body("status", is("failed"));
        say("cancelled", at(2)).statusCode(200).body("status", is("failed"));
        say("running", at(9)).statusCode(409);

        stored().body("status", is("failed"))
                .body("detail", is("rolled back"))
                .body("finishedAt", is("2026-11-23T12:00:08.000000Z"))
                .body("history.status", contains("cancelled", "done", "failed"));
    }

    @Test
    void what_goes_on_from_its_beginning_has_been_so_since_then() {
        say("pending", ", \"createdAt\": \"2026-11-23T11:59:00Z\"").statusCode(201);
        say("running", at(1)).statusCode(200).body("status", is("running"));
        say("done", at(5)).statusCode(200);

        stored().body("status", is("done"))
                .body("createdAt", is("2026-11-23T11:59:00.000000Z"))
                .body("history.status", contains("pending", "running", "done"))
                .body("history[0].at", is("2026-11-23T11:59:00.000000Z"));
    }

    @Test
    void an_end_that_is_the_first_word_ended_when_it_was_heard() {
        say("done", ", \"createdAt\": \"2026-11-23T11:59:00Z\"")
                .statusCode(201)
                .body("finishedAt", not("2026-11-23T11:59:00.000000Z"));
    }

    @Test
    void an_end_may_be_sent_again() {
        say("failed", at(3) + ", \"detail\": \"exit 2\"").statusCode(201);
        say("failed", at(8)).statusCode(200);

        stored().body("finishedAt", is("2026-11-23T12:00:03.000000Z"))
                .body("detail", is("exit 2"))
                .body("history", hasSize(1));
    }

    @Test
    void what_is_not_terminal_is_a_conflict_behind_an_end_whatever_its_time() {
        say("done", at(30)).statusCode(201);

        say("running", at(10)).statusCode(409).body("code", is("state-conflict"));

        stored().body("status", is("done")).body("history.status", contains("done"));
    }

    @Test
    void changes_that_arrive_in_any_order_stand_in_order_of_time() {
        say("running", at(10)).statusCode(201);
        say("pending", at(5) + ", \"detail\": \"late\"").statusCode(200).body("status", is("running"));
        say("done", at(30)).statusCode(200);
        say("running", at(10)).statusCode(200).body("status", is("done"));

        stored().body("status", is("done"))
                .body("detail", nullValue())
                .body("finishedAt", is("2026-11-23T12:00:30.000000Z"))
                .body("history.status", contains("pending", "running", "done"));
    }

    @Test
    void a_late_change_does_not_turn_the_present_status_back() {
        say("running", at(10)).statusCode(201);

        say("pending", at(5)).statusCode(200).body("status", is("running"));

        stored().body("history.status", contains("pending", "running"));
    }

    @Test
    void an_end_counts_even_if_its_clock_is_behind() {
        say("running", at(10)).statusCode(201);

        say("done", at(8)).statusCode(200).body("status", is("done"));

        say("running", at(10)).statusCode(200).body("status", is("done"));
        stored().body("finishedAt", is("2026-11-23T12:00:08.000000Z"))
                .body("history.status", contains("done", "running"));
    }

    @Test
    void a_word_without_a_time_is_the_newest_even_if_an_earlier_clock_was_ahead() {
        var ahead = ", \"at\": \"2099-01-01T00:00:00Z\"";
        say("pending", ahead).statusCode(201);

        say("running", "").statusCode(200).body("status", is("running"));
        say("done", "").statusCode(200).body("status", is("done"));
        say("running", "").statusCode(409);
    }

    @Test
    void what_contradicts_is_named_and_changes_nothing() {
        say("pending", at(1) + ", \"version\": \"1\", \"createdAt\": \"2026-11-23T11:00:00Z\"")
                .statusCode(201);

        put(address, """
                {"connector": "magento-%s", "name": "sync", "status": "running", "ownerId": "u-18", "version": "2",
                 "createdAt": "2026-11-23T11:30:00Z"}
                """.formatted(id))
                .statusCode(409)
                .body("code", is("state-conflict"))
                .body(
                        "errors.pointer",
                        containsInAnyOrder("/connector", "/name", "/ownerId", "/version", "/createdAt"));

        stored().body("status", is("pending")).body("history", hasSize(1));
    }

    @Test
    void a_version_may_be_said_later_but_not_changed() {
        say("pending", "").statusCode(201).body("version", nullValue());
        say("running", ", \"version\": 2").statusCode(200).body("version", is("2"));
        say("running", "").statusCode(200).body("version", is("2"));
        say("running", ", \"version\": \"3\"").statusCode(409).body("errors.pointer", contains("/version"));
    }

    @Test
    void the_time_of_creation_never_changes_and_a_default_contradicts_nothing() {
        say("running", at(9)).statusCode(201);

        say("running", ", \"createdAt\": \"2026-11-23T11:00:00Z\"").statusCode(200);

        stored().body("createdAt", is("2026-11-23T12:00:09.000000Z"));
    }

    @Test
    void numbers_count_as_their_digits() {
        put(address, """
                {"connector": 17, "name": 4, "status": "0", "ownerId": 12345678901234567890}
                """)
                .statusCode(201)
                .body("connector", is("17"))
                .body("name", is("4"))
                .body("ownerId", is("12345678901234567890"));
    }

    @Test
    void a_long_detail_is_cut_and_nul_stays_visible() {
        say("running", ", \"detail\": \"\\u0000é" + "x".repeat(20_000) + "\"").statusCode(201);

        var detail = stored().extract().<String>path("detail");
        assertThat(detail).startsWith("\u2400éxx");
        assertThat(detail.getBytes(StandardCharsets.UTF_8)).hasSize(16 * 1024);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "b", "status": "done", "ownerId": "u"}                                       | /connector
            {"connector": null, "name": "b", "status": "done", "ownerId": "u"}                    | /connector
            {"connector": "", "name": "b", "status": "done", "ownerId": "u"}                      | /connector
            {"connector": ["c"], "name": "b", "status": "done", "ownerId": "u"}                   | /connector
            {"connector": "c", "name": " ", "status": "done", "ownerId": "u"}                     | /name
            {"connector": "c", "name": "b", "ownerId": "u"}                                       | /status
            {"connector": "c", "name": "b", "status": null, "ownerId": "u"}                       | /status
            {"connector": "c", "name": "b", "status": "Done", "ownerId": "u"}                     | /status
            {"connector": "c", "name": "b", "status": "", "ownerId": "u"}                         | /status
            {"connector": "c", "name": "b", "status": "a b", "ownerId": "u"}                      | /status
            {"connector": "c", "name": "b", "status": 1, "ownerId": "u"}                          | /status
            {"connector": "c", "name": "b", "status": "done"}                                     | /ownerId
            {"connector": "c", "name": "b", "status": "done", "ownerId": true}                    | /ownerId
            {"connector": "c", "name": "b", "status": "done", "ownerId": "u", "version": {}}      | /version
            {"connector": "c", "name": "b", "status": "done", "ownerId": "u", "at": "yesterday"}  | /at
            {"connector": "c", "name": "b", "status": "done", "ownerId": "u", "createdAt": ""}    | /createdAt
            {"connector": "c", "name": "b", "status": "done", "ownerId": "u", "detail": 7}        | /detail
            {"connector": "c", "name": "b", "status": "done", "ownerId": "u", "a/b~": [{"x": 1}]} | /a~1b~0
            """)
    void a_wrong_member_is_pointed_at_and_nothing_is_stored(String body, String pointer) {
        put(address, body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("invalid-body"))
                .body("errors.pointer", contains(pointer));

        given().get("/api/v1/states/" + id).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{} {}", "{\"status\": \"a\", \"status\": \"b\"}"})
    void a_body_that_is_no_single_object_is_refused(String body) {
        put(address, body).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void a_status_of_65_characters_or_an_identifier_of_129_is_refused() {
        say("s".repeat(64), "").statusCode(201);
        put(address + "x", body("s".repeat(65), "")).statusCode(400);
        put("/ingest/v1/states/" + "i".repeat(129), body("done", ""))
                .statusCode(400)
                .body("code", is("invalid-path"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "%00", "a%00b"})
    void an_id_that_cannot_be_one_is_refused(String bad) {
        json(body("done", ""))
                .urlEncodingEnabled(false)
                .put("/ingest/v1/states/" + bad)
                .then()
                .statusCode(400)
                .body("code", is("invalid-path"));
    }

    @Test
    void an_id_may_hold_any_character_percent_encoded() {
        var encoded = id + "%20%2F%C3%A4+%3F%7Bb%7D%2541%3B";
        var location = json(body("done", ""))
                .urlEncodingEnabled(false)
                .put("/ingest/v1/states/" + encoded)
                .then()
                .statusCode(201)
                .body("stateId", is(id + " /ä+?{b}%41;"))
                .extract()
                .header("Location");

        given().urlEncodingEnabled(false).get(location).then().statusCode(200).body("stateId", is(id + " /ä+?{b}%41;"));
    }

    @Test
    void of_many_who_make_the_same_state_at_once_one_made_it() throws Exception {
        var statuses = AtOnce.run(8, i -> say("pending", at(1)).extract().statusCode());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201);
        stored().body("history", hasSize(1));
    }

    @Test
    void changes_sent_at_once_all_stand_in_the_history() throws Exception {
        AtOnce.run(16, i -> say("step-" + i, at(i)).extract().statusCode());

        stored().body("status", is("step-15"))
                .body(
                        "history.status",
                        is(IntStream.range(0, 16).mapToObj(i -> "step-" + i).toList()));
    }

    @Test
    void a_key_sent_again_gets_the_first_answer_whatever_has_happened_since() {
        var first = json(body("running", ""))
                .header("Idempotency-Key", "k1")
                .put(address)
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", nullValue())
                .extract();
        say("done", "").statusCode(200);

        json(body("running", ""))
                .header("Idempotency-Key", "k1")
                .put(address)
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .header("Location", first.header("Location"))
                .body(equalTo(first.asString()));
        json(body("running", ", \"version\": \"2\""))
                .header("Idempotency-Key", "k1")
                .put(address)
                .then()
                .statusCode(422)
                .body("code", is("idempotency-mismatch"));
    }

    @Test
    void a_refused_write_does_not_use_its_key_up() {
        say("done", "").statusCode(201);
        json(body("running", ""))
                .header("Idempotency-Key", "k2")
                .put(address)
                .then()
                .statusCode(409);

        json(body("done", ""))
                .header("Idempotency-Key", "k2")
                .put(address)
                .then()
                .statusCode(200);
    }
}
