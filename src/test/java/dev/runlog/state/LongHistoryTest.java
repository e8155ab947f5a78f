package dev.runlog.state;

import static dev.runlog.testing.Sending.put;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A state that changes again and again costs no more each time, and is answered with the last of its history. */
@QuarkusTest
class LongHistoryTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final String DETAIL = "x".repeat(16 * 1024);

    private final String connector = Given.aConnector();
    private final String id = "state-" + UUID.randomUUID();

    private ValidatableResponse say(String status, int second, String detail) {
        return put("/ingest/v1/states/" + id, """
                {"connector": "%s", "name": "sync", "status": "%s", "ownerId": "u", "at": "%s", "detail": "%s"}
                """.formatted(connector, status, START.plusSeconds(second), detail));
    }

    private void changes(int count, String detail) {
        IntStream.range(0, count).forEach(i -> say("step-" + i, 10 * i, detail));
    }

    private ValidatableResponse stored() {
        return Api.get("/api/v1/states/" + id).statusCode(200);
    }

    @Test
    void a_history_shows_the_last_thousand_changes() {
        changes(1_000, "");
        stored().body("history", hasSize(1_000)).body("historyTruncated", is(false));

        say("step-1000", 10_000, "").statusCode(200).body("history", hasSize(1_000));

        stored().body("status", is("step-1000"))
                .body("history", hasSize(1_000))
                .body("history[0].status", is("step-1"))
                .body("history[999].status", is("step-1000"))
                .body("historyTruncated", is(true));
        // What is no longer shown is known all the same.
        var before = stored().extract().asString();
        say("step-0", 0, "").statusCode(200);
        say("step-1", 5, "").statusCode(200);
        stored().body(is(before));
        say("late", 5, "").statusCode(200);
        stored().body("status", is("step-1000")).body("history[0].status", is("late"));
    }

    @Test
    void long_details_are_shown_up_to_a_mebibyte() {
        changes(100, DETAIL);

        stored().body("history.size()", greaterThan(60))
                .body("history.size()", lessThan(66))
                .body("history.detail", everyItem(is(DETAIL)))
                .body("history[-1].status", is("step-99"))
                .body("historyTruncated", is(true));
    }

    @Test
    void a_list_says_nothing_of_histories() {
        say("pending", 0, "").statusCode(201);

        Api.get("/api/v1/states?connector=" + connector)
                .statusCode(200)
                .body("items[0].history", nullValue())
                .body("items[0].historyTruncated", nullValue());
    }
}
