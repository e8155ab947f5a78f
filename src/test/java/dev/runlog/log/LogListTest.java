package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Listed;
import dev.runlog.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogListTest {
    private static final List<String> LEVELS =
            List.of("emergency", "alert", "critical", "error", "warning", "notice", "info", "debug");

    @Inject
    TestClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    /** Entries 1 to 8 are of levels 0 to 7, 9 is a success, 10 a report. */
    private static GivenRun runOfEveryLevel() {
        var run = Given.aRun();
        LEVELS.forEach(level -> run.says(level, "a message"));
        return run.says("success", "a message").says("report", "a message");
    }

    @Test
    void an_entry_says_everything_about_itself() {
        var now = Instant.parse("2026-11-24T12:00:00.123456Z");
        clock.set(now);
        var run = Given.aRun().logs("""
                [{"level": "SUCCESS", "message": "  Feed\\nread \\u001b[0m", "context": {"sku" : "A-1"},
                  "timestamp": "2026-11-24T12:59:59.5+01:00"},
                 {"level": 3, "message": "Feed rejected", "timestamp": "2020-01-01T00:00:00Z"}]
                """);

        run.get("/logs")
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].processId", is(run.processId().toString()))
                .body("items[0].seq", is(1))
                .body("items[0].timestamp", is("2026-11-24T11:59:59.500000Z"))
                .body("items[0].receivedAt", is("2026-11-24T12:00:00.123456Z"))
                .body("items[0].level", is(6))
                .body("items[0].levelName", is("info"))
                .body("items[0].label", is("success"))
                .body("items[0].source", is("application"))
                .body("items[0].message", is("  Feed\nread \u001b[0m"))
                .body("items[0].context", is(Map.of("sku", "A-1")))
                .body("items[0].truncated", is(false))
                .body("items[0].sentTimestamp", nullValue())
                .body("items[0].fingerprint", nullValue())
                .body("items[0].connector", is(run.connector()))
                .body("items[0].site", is(run.site()))
                .body("items[0].version", is(run.version()))
                .body("items[0].apiCall", nullValue())
                .body("items[1].label", is("error"))
                .body("items[1].timestamp", is("2026-11-24T12:00:00.123456Z"))
                .body("items[1].sentTimestamp", is("2020-01-01T00:00:00.000000Z"))
                .body("items[1].context", nullValue())
                .body("items[1].fingerprint", matchesPattern("[0-9a-f]{16}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            level=0                         | 1
            level=3                         | 4
            level=error                     | 4
            level=ERROR                     | 4
            level=Err                       | 4
            level=emerg                     | 1
            level=panic                     | 1
            level=crit                      | 3
            level=warn                      | 5
            level=information               | 7 9 10
            level=info                      | 7 9 10
            level=6                         | 7 9 10
            level=success                   | 9
            level=Report                    | 10
            level=success,report            | 9 10
            level=success,3                 | 4 9
            level=0,alert&level=CRIT        | 1 2 3
            minLevel=error                  | 1 2 3 4
            minLevel=3                      | 1 2 3 4
            minLevel=WARN                   | 1 2 3 4 5
            minLevel=emergency              | 1
            minLevel=debug                  | 1 2 3 4 5 6 7 8 9 10
            minLevel=success                | 1 2 3 4 5 6 7 9 10
            level=error,info&minLevel=4     | 4
            level=info&minLevel=error       | ''
            """)
    void levels_are_asked_for_in_all_their_forms(String query, String seqs) {
        var run = runOfEveryLevel();

        run.get("/logs?" + query).statusCode(200).body("items.seq", is(numbers(seqs)));
        Api.get("/api/v1/logs?sort=timestamp&connector=" + run.connector() + "&" + query)
                .body("items.seq", is(numbers(seqs)));
    }

    private static List<Integer> numbers(String text) {
        return text.isBlank()
                ? List.of()
                : List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level=8",
                "level=-1",
                "level=fatal",
                "level=3.0",
                "level=error,",
                "minLevel=8",
                "minLevel=error,warning",
                "source=browser",
                "source=Application",
                "fingerprint=",
                "sort=level",
                "from=soon",
                "afterSeq=-1",
                "afterSeq=x",
                "q=",
                "q=%20",
                "limit=0",
                "format=xml"
            })
    void what_cannot_be_meant_is_refused_by_name(String query) {
        Given.aRun()
                .get("/logs?" + query)
                .statusCode(400)
                .body("code", is("invalid-parameter"))
                .body("errors[0].parameter", is(query.substring(0, query.indexOf('='))));
    }

    @Test
    void a_value_outside_a_closed_set_is_told_the_allowed_ones() {
        var run = Given.aRun();

        run.get("/logs?level=fatal").body("detail", containsString("emergency, alert, critical, error, warning"));
        run.get("/logs?source=x").body("detail", containsString("application, container-api"));
        run.get("/logs?sort=x").body("detail", containsString("seq, -seq"));
        run.get("/logs?format=x").body("detail", containsString("json, ndjson, text, csv"));
        Api.get("/api/v1/logs?sort=seq").body("detail", containsString("-timestamp, timestamp"));
    }

    @Test
    void failed_calls_stand_among_the_entries_in_their_place() {
        var run = Given.aRun().says("info", "one").calls("GET", "/files/1", 404).says("info", "three");

        run.get("/logs").body("items.source", contains("application", "container-api", "application"));
        run.get("/logs").body("items[1].level", is(3)).body("items[1].apiCall.responseCode", is(404));
        run.get("/logs?source=container-api").body("items.seq", contains(2));
        run.get("/logs?source=application").body("items.seq", contains(1, 3));
        run.get("/logs?source=application,container-api").body("items", hasSize(3));
    }

    @Test
    void a_span_of_time_is_half_open() {
        var now = Instant.parse("2026-11-24T12:00:00Z");
        clock.set(now);
        var run = Given.aRun();
        for (int i = 4; i >= 1; i--) {
            run.says("info", "x", now.minusSeconds(60L * i));
        }

        run.get("/logs?from=2026-11-24T11:57:00Z").body("items.seq", contains(2, 3, 4));
        run.get("/logs?to=2026-11-24T11:57:00Z").body("items.seq", contains(1));
        run.get("/logs?from=2026-11-24T11:57:00Z&to=2026-11-24T11:58:00Z").body("items.seq", contains(2));
        run.get("/logs?from=2m").body("items.seq", contains(3, 4));
        run.get("/logs?from=PT3M&to=1m").body("items.seq", contains(2, 3));
        run.get("/logs?from=2026-11-24T12:57:00.000001%2B01:00").body("items.seq", contains(3, 4));
    }

    @Test
    void errors_that_are_the_same_but_for_their_numbers_share_a_fingerprint() {
        var run = Given.aRun()
                .says("error", "Feed 17 rejected")
                .says("info", "Feed 17 rejected")
                .says("critical", "Feed 4711 rejected")
                .says("error", "Feed lost");
        String fingerprint = run.get("/logs").extract().path("items[0].fingerprint");

        run.get("/logs?fingerprint=" + fingerprint).body("items.seq", contains(1, 3));
        Api.get("/api/v1/logs?sort=timestamp&connector=" + run.connector() + "&fingerprint=" + fingerprint)
                .body("items.seq", contains(1, 3));
        run.get("/logs?fingerprint=" + fingerprint.toUpperCase(Locale.ROOT)).body("items.seq", contains(1, 3));
        run.get("/logs?fingerprint=deadbeef," + fingerprint).body("items.seq", contains(1, 3));
        for (var unknown : List.of("0000000000000000", "deadbeef", "xyz")) {
            run.get("/logs?fingerprint=" + unknown).statusCode(200).body("items", empty());
            Api.get("/api/v1/error-groups?fingerprint=" + unknown)
                    .statusCode(200)
                    .body("items", empty());
            Api.get("/api/v1/logs/histogram?interval=1h&fingerprint=" + unknown)
                    .statusCode(200)
                    .body("buckets.total.sum()", is(0));
        }
    }

    @Test
    void entries_are_found_by_connector_site_version_and_run() {
        var connector = Given.aConnector();
        var one = Given.anUnknownRun()
                .of(connector)
                .at("s1")
                .in("1.0")
                .registers()
                .says("info", "one");
        var two = Given.anUnknownRun()
                .of(connector)
                .at("s2")
                .in("1.0")
                .registers()
                .says("info", "two");
        var three = Given.anUnknownRun()
                .of(connector)
                .at("s1")
                .in("2.0")
                .registers()
                .says("info", "three");
        var all = "/api/v1/logs?sort=timestamp&connector=" + connector;

        Api.get(all).body("items.message", contains("one", "two", "three"));
        Api.get(all + "&site=s1").body("items.message", contains("one", "three"));
        Api.get(all + "&version=1.0").body("items.message", contains("one", "two"));
        Api.get(all + "&site=s1,s2&version=2.0").body("items.message", contains("three"));
        Api.get(all + "&processId=" + two.processId()).body("items.message", contains("two"));
        Api.get(all + "&processId=" + one.processId() + "," + three.processId())
                .body("items.message", contains("one", "three"));
        Api.get("/api/v1/logs?connector=nobody&connector=nobody-either").body("items", empty());
        Api.get("/api/v1/logs?processId=93e37cdf-046d-45b2-a983-1e2580e57b5c").body("items", empty());
        Api.get(all + "&site=nowhere&count=true").body("items", empty()).body("count.value", is(0));
    }

    @ParameterizedTest(name = "{0} runs")
    @ValueSource(ints = {2, 22})
    void entries_of_a_site_come_by_time_however_many_runs_it_has(int runs) {
        var site = Given.mark();
        var start = Instant.now().minusSeconds(600);
        for (int i = 0; i < runs; i++) {
            Given.anUnknownRun()
                    .at(site)
                    .registers()
                    .says("info", "second " + i, start.plusSeconds(100 + i))
                    .says("error", "first " + i, start.plusSeconds(i))
                    .calls("GET", "/files/" + i, 404);
        }
        var messages = IntStream.range(0, 2)
                .boxed()
                .flatMap(part -> IntStream.range(0, runs).mapToObj(i -> (part == 0 ? "first " : "second ") + i))
                .toList();
        var entries = "/api/v1/logs?source=application&sort=timestamp&site=" + site;

        assertThat(Listed.pages(entries, 7))
                .extracting(entry -> entry.path("message").asText())
                .isEqualTo(messages);
        assertThat(Listed.pages("/api/v1/failures?site=" + site, 7)).hasSize(runs);
        Api.get(entries + "&connector=nobody").body("items", empty());
        Api.get(entries + "&minLevel=error&count=true").body("count.value", is(runs));
    }

    @Test
    void entries_that_came_before_the_registration_are_the_connectors_afterwards() {
        var run = Given.anUnknownRun().says("error", "early");
        var address = "/api/v1/logs?sort=timestamp&connector=" + run.connector();
        run.get("/logs").body("items[0].connector", nullValue());
        Api.get(address).body("items", empty());

        run.registers().says("info", "late");

        Api.get(address).body("items.message", contains("early", "late")).body("items[0].site", is(run.site()));
        Api.get(address + "&minLevel=error").body("items.message", contains("early"));
        run.get("/logs").body("items.connector", contains(run.connector(), run.connector()));
    }

    @Test
    void one_runs_entries_come_in_the_order_received_or_backwards() {
        var run = Given.aRun().logs(7);
        var seqs = IntStream.rangeClosed(1, 7).boxed().toList();

        run.get("/logs").body("items.seq", is(seqs));
        assertThat(Api.<Integer>walk(run.address() + "/logs?limit=2", "seq")).isEqualTo(seqs);
        assertThat(Api.<Integer>walk(run.address() + "/logs?limit=3&sort=-seq", "seq"))
                .containsExactly(7, 6, 5, 4, 3, 2, 1);
        run.get("/logs?afterSeq=5").body("items.seq", contains(6, 7));
        run.get("/logs?afterSeq=0").body("items.seq", is(seqs));
        run.get("/logs?afterSeq=7").body("items", empty());
        run.get("/logs?afterSeq=3&sort=-seq&limit=2").body("items.seq", contains(7, 6));
        assertThat(Api.<Integer>walk(run.address() + "/logs?limit=1&afterSeq=4", "seq"))
                .containsExactly(5, 6, 7);
    }

    @Test
    void across_runs_the_newest_come_first_and_those_of_one_instant_each_once() {
        var now = Instant.parse("2026-11-24T12:00:00Z");
        clock.set(now);
        var connector = Given.aConnector();
        var runs = List.of(
                Given.anUnknownRun().of(connector).registers(),
                Given.anUnknownRun().of(connector).registers());
        for (int i = 0; i < 6; i++) {
            runs.get(i % 2).says("info", "m" + i, now.minusSeconds(i / 4)); // four of one instant
        }
        var address = "/api/v1/logs?connector=" + connector + "&limit=1";

        var down = Api.<String>walk(address, "message");
        var up = Api.<String>walk(address + "&sort=timestamp", "message");

        assertThat(down).hasSize(6).doesNotHaveDuplicates().endsWith("m4");
        assertThat(down.subList(4, 6)).containsExactlyInAnyOrder("m4", "m5");
        assertThat(up).isEqualTo(reversed(down));
    }

    private static List<String> reversed(List<String> list) {
        var reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-timestamp", "timestamp"})
    void a_walk_sees_each_entry_once_while_others_arrive(String sort) {
        var run = Given.aRun().logs(10);
        var address = "/api/v1/logs?connector=" + run.connector() + "&limit=3&sort=" + sort;

        var seen = Api.<Integer>walk(address, "seq", page -> {
            if (page < 5) {
                run.says("info", "new").says("info", "old", clock.instant().minusSeconds(3600L * page));
            }
        });

        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsAll(IntStream.rangeClosed(1, 10).boxed().toList());
    }

    @Test
    void entries_are_counted_where_asked_but_no_further_than_ten_thousand() {
        var run = Given.aRun().logs(9_999);
        run.get("/logs?count=true&limit=1").body("count", is(Map.of("value", 9_999, "relation", "eq")));

        run.says("warning", "the ten thousandth");
        run.get("/logs?count=true&limit=1").body("count", is(Map.of("value", 10_000, "relation", "eq")));
        run.says("info", "one too many");
        run.get("/logs?count=true&limit=1").body("count", is(Map.of("value", 10_000, "relation", "gte")));
        run.get("/logs?count=true&limit=1&level=warning").body("count", is(Map.of("value", 1, "relation", "eq")));
    }
}
