package dev.runlog.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.EventReader;
import dev.runlog.testing.EventReader.Event;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Listed;
import dev.runlog.testing.TestClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class LiveTailTest {
    @Inject
    TestClock clock;

    @TestHTTPResource("/")
    URI service;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private EventReader tail(GivenRun run, String query) {
        return EventReader.open(service.resolve(run.address() + "/logs/stream" + query));
    }

    private EventReader tail(GivenRun run, String query, String lastEventId) {
        return EventReader.open(
                service.resolve(run.address() + "/logs/stream" + query), Map.of("Last-Event-ID", lastEventId));
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private static List<Integer> seqs(List<Event> events) {
        return events.stream().filter(event -> event.is("log")).map(Event::seq).toList();
    }

    @Test
    void one_long_entry_among_many_is_not_skipped() {
        var run = Given.aRun().logs(50).says("info", "x".repeat(60_000)).logs(100);
        run.ends(0);
        try (var tail = tail(run, "")) {
            assertThat(seqs(tail.toEnd())).isEqualTo(numbers(1, 151));
        }
    }

    @Test
    void what_is_there_comes_first_then_what_comes_then_the_end() {
        var run = Given.aRun().logs(3);
        try (var tail = tail(run, "")) {
            var there = tail.until(event -> event.seq() == 3);
            run.says("error", "Feed rejected");
            var came = tail.next();
            run.ends(1);
            var rest = tail.toEnd();

            assertThat(there).extracting(Event::id).containsExactly("1", "2", "3");
            assertThat(there).extracting(Event::name).containsOnly("log");
            assertThat(came.message()).isEqualTo("Feed rejected");
            assertThat(came.id()).isEqualTo("4");
            assertThat(rest).extracting(Event::name).containsExactly("run", "end");
            assertThat(rest).extracting(Event::id).containsOnlyNulls();
        }
    }

    @Test
    void an_entry_is_as_in_the_list() {
        var run = Given.aRun()
                .says("success", "two\nlines")
                .calls("GET", "/files/1", 404)
                .ends(1);
        try (var tail = tail(run, "")) {
            var entries = tail.toEnd().stream()
                    .filter(event -> event.is("log"))
                    .map(Event::data)
                    .toList();

            assertThat(entries).hasSize(2).isEqualTo(Listed.ndjson(run.address() + "/logs"));
        }
    }

    @Test
    void changes_of_the_run_come_with_the_run_as_data() {
        var run = Given.anUnknownRun().says("info", "before the registration");
        try (var tail = tail(run, "")) {
            tail.until(event -> event.seq() == 1);
            run.registers();
            var registered = tail.next();
            run.ends(0);
            var ended = tail.next();

            assertThat(registered.name()).isEqualTo("run");
            assertThat(registered.data().path("connector").asText()).isEqualTo(run.connector());
            assertThat(registered.data().path("status").asText()).isEqualTo("running");
            assertThat(ended.name()).isEqualTo("run");
            assertThat(ended.data().path("exitCode").asInt(-1)).isZero();
            assertThat(ended.data().path("logs").path("total").asInt()).isEqualTo(1);
        }
    }

    @Test
    void a_run_that_turns_lost_is_told_and_goes_on_being_followed() {
        var run = Given.anUnknownRun()
                .deadlineAt(clock.instant().plusSeconds(600))
                .registers();
        run.says("info", "alive");
        try (var tail = tail(run, "")) {
            tail.until(event -> event.seq() == 1);
            clock.advance(Duration.ofSeconds(600));
            var lost = tail.next();
            run.says("info", "late");
            var late = tail.next();
            run.ends(0);
            var rest = tail.toEnd();

            assertThat(lost.name()).isEqualTo("run");
            assertThat(lost.data().path("status").asText()).isEqualTo("lost");
            assertThat(late.message()).isEqualTo("late");
            assertThat(rest).extracting(Event::name).containsExactly("run", "end");
            assertThat(rest.get(1).data().path("status").asText()).isEqualTo("succeeded");
        }
    }

    @Test
    void the_end_comes_behind_the_last_entry_present_and_what_is_late_is_read_by_coming_back() {
        var run = Given.aRun().logs(2).ends(0).says("info", "late");
        try (var tail = tail(run, "");
                var again = tail(run, "", "2")) {
            assertThat(tail.toEnd()).extracting(Event::name).containsExactly("log", "log", "log", "end");

            run.says("info", "later");
            assertThat(seqs(again.toEnd())).startsWith(3);
        }
        try (var again = tail(run, "", "3")) {
            assertThat(seqs(again.toEnd())).containsExactly(4);
        }
    }

    @Test
    void whoever_comes_back_goes_on_behind_what_it_has_seen() {
        var run = Given.aRun().logs(10);
        try (var tail = tail(run, "?afterSeq=4")) {
            assertThat(seqs(tail.until(event -> event.seq() == 10))).isEqualTo(numbers(5, 10));
        }
        run.logs(3).ends(0);
        try (var again = tail(run, "?afterSeq=4", "10")) {
            assertThat(seqs(again.toEnd())).containsExactly(11, 12, 13);
        }
        try (var seenAll = tail(run, "", "13")) {
            assertThat(seenAll.toEnd()).extracting(Event::name).containsExactly("end");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ?minLevel=error,           3 5
            ?level=warning;debug,      2
            ?source=container-api,     5
            ?q=feed%20-accepted,       3
            ?q=%22no%20such%22,
            ?minLevel=error&afterSeq=3, 5
            """)
    void filters_are_those_of_the_list(String query, String expected) {
        var run = Given.aRun()
                .says("info", "Feed accepted")
                .says("warning", "Slow")
                .says("error", "Feed rejected");
        try (var tail = tail(run, query.replace(';', ','))) {
            run.says("info", "Done").calls("GET", "/files/1", 500).ends(1);
            var events = tail.toEnd();

            var wanted = expected == null ? new String[0] : expected.split(" ");
            assertThat(events)
                    .filteredOn(event -> event.is("log"))
                    .extracting(Event::id)
                    .containsExactly(wanted);
            assertThat(events).filteredOn(event -> event.is("end")).hasSize(1);
        }
    }

    @Test
    void a_long_log_comes_whole_and_in_order() {
        var run = Given.aRun();
        for (int i = 0; i < 12; i++) {
            run.logs(1_000);
        }
        run.says("error", "the only one").ends(0);
        try (var all = tail(run, "");
                var few = tail(run, "?minLevel=error")) {
            assertThat(seqs(all.toEnd())).isEqualTo(numbers(1, 12_001));
            assertThat(seqs(few.toEnd())).containsExactly(12_001);
        }
    }

    @Test
    void under_concurrent_writers_nothing_is_missed_and_nothing_comes_twice() throws Exception {
        var run = Given.aRun();
        int readers = 3;
        var read = AtOnce.run(7, thread -> {
            if (thread >= readers) {
                for (int i = 0; i < 60; i++) {
                    run.logs(1 + i % 3);
                }
                return List.<Event>of();
            }
            return thread == 0 ? readThrough(run, 480) : comeBackAgainAndAgain(run, 480);
        });

        for (var events : read.subList(0, readers)) {
            assertThat(seqs(events)).isEqualTo(numbers(1, 480));
        }
        run.ends(0);
        try (var tail = tail(run, "", "480")) {
            assertThat(tail.toEnd()).extracting(Event::name).containsExactly("end");
        }
    }

    private List<Event> readThrough(GivenRun run, int last) {
        try (var tail = tail(run, "")) {
            return tail.until(event -> event.seq() == last);
        }
    }

    private List<Event> comeBackAgainAndAgain(GivenRun run, int last) {
        var events = new ArrayList<Event>();
        while (events.size() < last) {
            try (var tail = tail(run, "", Integer.toString(events.size()))) {
                for (int i = 0; i < 50 && events.size() < last; i++) {
                    events.add(tail.next());
                }
            }
        }
        return events;
    }

    @Test
    void many_tails_have_no_threads_of_their_own_and_all_are_served() {
        var run = Given.aRun();
        var before = Thread.activeCount();
        var tails = IntStream.range(0, 200).mapToObj(i -> tail(run, "")).toList();
        run.says("info", "for all");

        assertThat(tails).allSatisfy(tail -> assertThat(tail.next().message()).isEqualTo("for all"));
        assertThat(Thread.activeCount()).isLessThan(before + 50);

        run.ends(0);
        assertThat(tails)
                .allSatisfy(
                        tail -> assertThat(tail.toEnd()).extracting(Event::name).containsExactly("run", "end"));
    }

    @Test
    void a_silent_stream_has_comments() {
        var run = Given.aRun();
        try (var tail = tail(run, "")) {
            var waiting = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
            while (System.nanoTime() < waiting) {
                Thread.onSpinWait();
            }
            run.says("info", "at last");
            tail.next();

            assertThat(tail.comments()).isBetween(1, 4); // one a second under test
        }
    }

    @Test
    void it_says_how_long_to_wait_before_coming_back_and_is_not_to_be_stored() {
        var run = Given.aSucceededRun();
        given().get(run.address() + "/logs/stream")
                .then()
                .statusCode(200)
                .header("Content-Type", is("text/event-stream"))
                .header("Cache-Control", is("no-store"))
                .body(containsString("retry: 2000\n\n"));
        given().head(run.address() + "/logs/stream").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"afterSeq=-1", "afterSeq=x", "afterSeq=2147483648", "level=loud", "q=", "limit=1", "cursor=x"})
    void what_is_wrong_in_the_address_is_a_400(String query) {
        Given.aRun().get("/logs/stream?" + query).statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5", "2147483648", "9999999999999999999"})
    void a_last_event_that_is_no_number_is_a_400(String id) {
        given().header("Last-Event-ID", id)
                .get(Given.aRun().address() + "/logs/stream")
                .then()
                .statusCode(400)
                .body("code", is("invalid-header"))
                .body("errors[0].parameter", is("Last-Event-ID"));
    }

    @Test
    void an_empty_last_event_is_none() {
        var run = Given.aRun().says("info", "first").ends(0);

        try (var reader = tail(run, "", "")) {
            assertThat(seqs(reader.toEnd())).containsExactly(1);
        }
    }

    @Test
    void a_run_that_nobody_has_seen_is_a_404() {
        given().get("/api/v1/runs/" + UUID.randomUUID() + "/logs/stream")
                .then()
                .statusCode(404)
                .body("code", is("run-not-found"));
    }

    @Test
    void nothing_else_than_events_is_to_be_had() {
        given().accept("application/json")
                .get(Given.aRun().address() + "/logs/stream")
                .then()
                .statusCode(406);
    }

    @Test
    void the_end_carries_the_run() {
        var run = Given.aFailedRun();
        try (var tail = tail(run, "")) {
            JsonNode end = tail.until(event -> event.is("end")).get(1).data();

            assertThat(end.path("processId").asText()).isEqualTo(run.processId().toString());
            assertThat(end.path("status").asText()).isEqualTo("failed");
        }
    }
}
