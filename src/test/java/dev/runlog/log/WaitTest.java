package dev.runlog.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wait}: the answer is held until there is something to say. */
@QuarkusTest
@Timeout(60)
class WaitTest {
    private static final long HELD_MS = 400;

    private record Answered(ValidatableResponse answer, Duration after) {}

    private static Answered timed(Supplier<ValidatableResponse> asking) {
        var start = System.nanoTime();
        var answer = asking.get();
        return new Answered(answer, Duration.ofNanos(System.nanoTime() - start));
    }

    private static CompletableFuture<Answered> ask(GivenRun run, String query) {
        return CompletableFuture.supplyAsync(() -> timed(() -> run.get("/logs?" + query)));
    }

    private static void assertHeld(CompletableFuture<Answered> asked) throws InterruptedException {
        Thread.sleep(HELD_MS);
        assertThat(asked).isNotDone();
    }

    @Test
    void what_is_there_is_answered_at_once() {
        var run = Given.aRun().logs(3);

        var answered = timed(() -> run.get("/logs?wait=30&afterSeq=2"));

        answered.answer().statusCode(200).body("items.seq", is(List.of(3)));
        assertThat(answered.after()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void an_entry_that_comes_ends_the_waiting() throws Exception {
        var run = Given.aRun().logs(3);
        var asked = ask(run, "wait=30&afterSeq=3");
        assertHeld(asked);

        run.says("info", "at last");

        var answered = asked.get();
        answered.answer()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].message", is("at last"))
                .body("nextCursor", nullValue());
        assertThat(answered.after()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void only_an_entry_that_matches_ends_it() throws Exception {
        var run = Given.aRun();
        var asked = ask(run, "wait=30&minLevel=error");
        run.says("info", "Reading");
        assertHeld(asked);

        run.says("error", "Feed rejected");

        asked.get().answer().body("items.message", is(List.of("Feed rejected")));
    }

    @Test
    void when_the_time_is_over_the_list_is_empty() {
        var run = Given.aRun().logs(1);

        var answered = timed(() -> run.get("/logs?wait=1&afterSeq=1"));

        answered.answer().statusCode(200).body("items", empty()).body("nextCursor", nullValue());
        assertThat(answered.after()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    }

    @Test
    void a_late_entry_of_a_run_that_has_ended_ends_it_too() throws Exception {
        var run = Given.aSucceededRun();
        var asked = ask(run, "wait=30");
        assertHeld(asked);

        run.says("info", "late");

        asked.get().answer().body("items.message", is(List.of("late")));
    }

    @Test
    void every_format_can_be_waited_for() throws Exception {
        var run = Given.aRun();
        var asked = ask(run, "wait=30&format=ndjson");
        var text = ask(run, "wait=30&format=text&limit=1");
        assertHeld(asked);

        run.says("info", "at last");

        assertThat(asked.get().answer().extract().asString())
                .contains("\"message\":\"at last\"")
                .endsWith("}\n");
        assertThat(text.get().answer().extract().asString()).endsWith("at last\n");
    }

    @Test
    void without_it_and_with_none_nothing_is_held() {
        var run = Given.aRun();

        assertThat(timed(() -> run.get("/logs").body("items", empty())).after()).isLessThan(Duration.ofSeconds(5));
        assertThat(timed(() -> run.get("/logs?wait=0").body("items", empty())).after())
                .isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=-1", "wait=31", "wait=x", "wait=1.5", "wait=", "wait=1&wait=2"})
    void other_times_are_a_400(String query) {
        Given.aRun().get("/logs?" + query).statusCode(400).body("errors[0].parameter", is("wait"));
    }

    @Test
    void it_is_known_to_the_logs_of_a_run_only() {
        for (var address :
                new String[] {"/api/v1/logs", "/api/v1/failures", Given.aRun().address() + "/failures"}) {
            given().get(address + "?wait=1").then().statusCode(400).body("code", is("unknown-parameter"));
        }
        given().get("/api/v1/runs/" + UUID.randomUUID() + "/logs?wait=1").then().statusCode(404);
    }
}
