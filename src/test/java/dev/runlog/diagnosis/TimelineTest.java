package dev.runlog.diagnosis;

import static dev.runlog.testing.Sending.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Listed;
import dev.runlog.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TimelineTest {
    private static final List<String> PARTS = List.of("entry", "line", "run", "state");

    @Inject
    TestClock clock;

    @BeforeEach
    void stand() {
        clock.advance(Duration.ZERO);
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    private void later() {
        clock.advance(Duration.ofSeconds(1));
    }

    private GivenRun story() {
        var run = Given.aRun();
        later();
        run.writes("stdout", "one\ntwo\n");
        later();
        run.says("info", "Feed read");
        later();
        state(run, "s-" + run.processId(), "running");
        later();
        run.calls("GET", "/files", 404);
        later();
        run.writes("stderr", "oops\n");
        later();
        state(run, "s-" + run.processId(), "done");
        later();
        run.says("error", "Giving up", Given.minute(0));
        later();
        return run.ends(1);
    }

    private static void state(GivenRun run, String id, String status) {
        put("/ingest/v1/states/" + id, """
                {"connector": "%s", "name": "sync", "status": "%s", "ownerId": "u"}
                """.formatted(run.connector(), status)).statusCode(oneOf(200, 201));
    }

    @Test
    void everything_stands_in_one_order_of_time() {
        var run = story();
        later();
        state(run, "after-" + run.processId(), "done");

        var items = Listed.pages(run.address() + "/timeline", 50);

        assertThat(items.stream().map(TimelineTest::shown))
                .containsExactly(
                        "run started",
                        "stdout one",
                        "stdout two",
                        "application Feed read",
                        "state running",
                        "container-api GET /files",
                        "stderr oops",
                        "state done",
                        "application Giving up",
                        "run ended");
        assertThat(items.stream().map(item -> item.path("at").asText())).isSorted();
        assertThat(items)
                .allSatisfy(item -> assertThat(
                                PARTS.stream().filter(part -> !item.path(part).isNull()))
                        .hasSize(1));
    }

    private static String shown(JsonNode item) {
        var source = item.path("source").asText();
        return source + " "
                + switch (source) {
                    case "run" -> item.path("at").equals(item.path("run").path("startedAt")) ? "started" : "ended";
                    case "state" -> item.path("state").path("status").asText();
                    case "stdout", "stderr" -> item.path("line").path("text").asText();
                    case "application" -> item.path("entry").path("message").asText();
                    default ->
                        item.path("entry").path("apiCall").path("method").asText() + " "
                                + item.path("entry")
                                        .path("apiCall")
                                        .path("requestUri")
                                        .asText();
                };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 11})
    void pages_and_lines_of_ndjson_hold_the_same(int limit) {
        var run = story();
        var whole = Listed.pages(run.address() + "/timeline", 1000);

        assertThat(Listed.pages(run.address() + "/timeline", limit)).isEqualTo(whole);
        assertThat(Listed.ndjson(run.address() + "/timeline")).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run                     | run run
            state                   | state state
            stdout,stderr           | stdout stdout stderr
            stderr                  | stderr
            application             | application application
            container-api,state     | state container-api state
            """)
    void a_source_filter_leaves_the_others_out(String wanted, String expected) {
        var run = story();
        var sources = new ArrayList<>();
        for (var item : Listed.pages(run.address() + "/timeline?source=" + wanted, 1)) {
            sources.add(item.path("source").asText());
        }

        assertThat(sources).isEqualTo(List.of(expected.split(" ")));
        run.get("/timeline?count=true&source=" + wanted).body("count.value", is(sources.size()));
    }

    @Test
    void all_of_it_is_counted() {
        story().get("/timeline?count=true&limit=2").body("count.value", is(10)).body("count.relation", is("eq"));
    }

    @Test
    void a_walk_meets_each_item_once_whatever_is_written_meanwhile() {
        var run = Given.aRun().logs(5);
        run.writes("stdout", "a\nb\nc\n");

        var seen = Api.<String>walk(run.address() + "/timeline?limit=2", "at", page -> {
            if (page < 4) {
                run.logs(2);
                run.writes("stderr", "late " + page + "\n");
            }
        });

        assertThat(seen).isSorted().hasSize(1 + 5 + 3 + 3 * 3);
        assertThat(new HashSet<>(run.get("/timeline?limit=1000&source=application")
                        .extract()
                        .<List<Integer>>path("items.entry.seq")))
                .hasSize(11);
    }

    @Test
    void more_than_a_batch_of_entries_comes_in_order() {
        var run = Given.aRun().logs(600);

        assertThat(Listed.ndjson(run.address() + "/timeline?source=application").stream()
                        .map(item -> item.path("entry").path("seq").asInt()))
                .hasSize(600)
                .isSorted();
    }

    @Test
    void a_run_of_long_ago_stands_where_it_was() {
        var start = Instant.parse("0001-01-01T00:00:00Z");
        var run = Given.anUnknownRun().startedAt(start).registers().ends(0, start.plusSeconds(1));

        assertThat(Listed.pages(run.address() + "/timeline", 1).stream()
                        .map(item -> item.path("at").asText()))
                .containsExactly("0001-01-01T00:00:00.000000Z", "0001-01-01T00:00:01.000000Z");
    }

    @Test
    void what_is_late_does_not_take_time_back() {
        var run = Given.aRun();
        clock.advance(Duration.ofSeconds(5));
        run.says("info", "sooner");
        clock.advance(Duration.ofSeconds(-3));
        run.says("info", "later by a clock that is behind");

        var items = Listed.pages(run.address() + "/timeline?source=application", 1);

        assertThat(items.get(1).path("at")).isEqualTo(items.get(0).path("at"));
        assertThat(items.get(1).path("entry").path("receivedAt").asText())
                .isLessThan(items.get(1).path("at").asText());
    }

    @Test
    void entries_that_were_kept_back_stand_where_they_were_written() {
        var run = Given.aRun();
        later();
        var first = clock.instant();
        run.writes("stdout", "one\n");
        later();
        var second = clock.instant();
        run.writes("stdout", "two\n");
        later();
        run.says("info", "before", first.minusMillis(10));
        run.says("info", "between", second.minusMillis(10));
        run.says("info", "behind");
        run.ends(1);

        assertThat(Listed.pages(run.address() + "/timeline", 2).stream().map(TimelineTest::shown))
                .containsExactly(
                        "run started",
                        "application before",
                        "stdout one",
                        "application between",
                        "stdout two",
                        "application behind",
                        "run ended");
    }

    @Test
    void what_the_application_says_is_found_between_any_number_of_failed_calls() {
        var run = Given.aRun().says("info", "before");
        var calls = failedCalls(1_500);
        run.calls(calls)
                .calls(calls)
                .says("info", "between")
                .calls(calls)
                .says("info", "behind")
                .calls(calls);

        assertThat(Listed.pages(run.address() + "/timeline?source=application", 1).stream()
                        .map(TimelineTest::shown))
                .containsExactly("application before", "application between", "application behind");
        run.get("/timeline?source=application&count=true").body("count.value", is(3));
        run.get("/timeline?source=container-api,application&limit=1000").body("items.size()", is(1_000));
    }

    @Test
    void a_run_of_failed_calls_alone_has_nothing_of_its_application() {
        var run = Given.aRun().calls(failedCalls(1_500));

        run.get("/timeline?source=application").body("items", empty());
    }

    private static String failedCalls(int count) {
        return "[" + String.join(",", Collections.nCopies(count, """
                {"method": "GET", "requestUri": "/files", "responseCode": 404}
                """)) + "]";
    }

    @Test
    void a_run_that_is_told_of_a_day_later_reads_as_it_went() {
        var start = clock.instant().minus(Duration.ofDays(1));
        var run = Given.anUnknownRun().startedAt(start).registers();
        run.says("info", "Begin", start.plusSeconds(1));
        run.says("error", "Giving up", start.plusSeconds(2));
        run.ends(1, start.plusSeconds(3));

        assertThat(Listed.pages(run.address() + "/timeline", 50).stream().map(TimelineTest::shown))
                .containsExactly("run started", "application Begin", "application Giving up", "run ended");
    }

    @Test
    void a_clock_that_is_ahead_holds_nothing_back() {
        var run = Given.aRun();
        later();
        run.says("info", "from the future", clock.instant().plus(Duration.ofMinutes(5)));
        later();
        run.says("info", "from now");
        later();
        run.writes("stderr", "oops\n");

        assertThat(Listed.pages(run.address() + "/timeline", 50).stream().map(TimelineTest::shown))
                .containsExactly("run started", "application from the future", "application from now", "stderr oops");
    }

    @Test
    void a_lost_run_ends_at_its_deadline() {
        var run =
                Given.anUnknownRun().deadlineAt(clock.instant().plusSeconds(60)).registers();
        clock.advance(Duration.ofMinutes(5));

        run.get("/timeline")
                .body("items.source", contains("run", "run"))
                .body("items[1].at", is(run.get("").extract().<String>path("deadlineAt")));
    }

    @Test
    void a_run_that_is_not_registered_has_a_timeline_too() {
        var run = Given.anUnknownRun().says("info", "hello");

        run.get("/timeline").body("items.source", contains("run", "application"));
        run.get("/timeline?source=state").body("items", empty());
    }

    @Test
    void what_is_asked_wrongly_is_refused() {
        var run = Given.aRun();

        run.get("/timeline?source=syslog").statusCode(400).body("errors[0].parameter", is("source"));
        run.get("/timeline?level=error").statusCode(400).body("code", is("unknown-parameter"));
        run.get("/timeline?cursor=AAAA").statusCode(400).body("code", is("invalid-cursor"));
        RestAssured.get("/api/v1/runs/" + UUID.randomUUID() + "/timeline")
                .then()
                .statusCode(404)
                .body("code", is("run-not-found"));
    }
}
