package dev.runlog.run;

import static dev.runlog.testing.Given.minute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Sending;
import dev.runlog.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RunListTest {
    private final String connector = Given.aConnector();
    private final Map<String, GivenRun> runs = new TreeMap<>();

    @Inject
    TestClock clock;

    @BeforeEach
    void six_runs_of_one_connector() {
        run("a", "s1", "1.0", 1).ends(0, minute(11));
        run("b", "s2", "1.0", 2).says("error", "Feed 1 rejected").ends(1, minute(4));
        run("c", "s1", "1.1", 3)
                .calls("GET", "/files/1", 404)
                .ends(137, minute(3).plusMillis(1500));
        run("d", "s2", "1.1", 4).says("error", "Feed 2 rejected").ends(null, minute(12));
        run("e", "s3", "1.1", 5); // lost: its deadline has passed
        runs.put(
                "f",
                fresh("s3", "2.0", 6)
                        .deadlineAt(Instant.parse("2100-01-01T00:00:00Z"))
                        .registers());
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private GivenRun run(String letter, String site, String version, int minute) {
        var run = fresh(site, version, minute).registers();
        runs.put(letter, run);
        return run;
    }

    private GivenRun fresh(String site, String version, int minute) {
        return Given.anUnknownRun().of(connector).at(site).in(version).startedAt(minute(minute));
    }

    private String address(String query) {
        return "/api/v1/runs?connector=" + connector + query;
    }

    private ValidatableResponse list(String query) {
        return Api.get(address(query)).statusCode(200);
    }

    private List<String> ids(String letters) {
        return letters.isBlank()
                ? List.of()
                : List.of(letters.split(" ")).stream()
                        .map(letter -> runs.get(letter).processId().toString())
                        .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
            ``                                                     | f e d c b a
            &version=1.0                                           | b a
            &version=1.0,2.0                                       | f b a
            &version=1.0&version=2.0                               | f b a
            &version=1.0,%202.0                                    | f b a
            &version=9                                             | ``
            &site=s1                                               | c a
            &site=s1,s3&version=1.1                                | e c
            &site=nowhere                                          | ``
            &status=succeeded                                      | a
            &status=failed                                         | d c b
            &status=lost                                           | e
            &status=running                                        | f
            &status=running,lost                                   | f e
            &status=lost,succeeded&status=failed                   | e d c b a
            &exitCode=0                                            | a
            &exitCode=137                                          | c
            &exitCode=0,1                                          | b a
            &exitCode=!0                                           | c b
            &exitCode=%210                                         | c b
            &exitCode=0,!0                                         | c b a
            &exitCode=255                                          | ``
            &minDurationMs=120000                                  | d b a
            &minDurationMs=120001                                  | d a
            &maxDurationMs=120000                                  | c b
            &minDurationMs=1500&maxDurationMs=1500                 | c
            &maxDurationMs=1499                                    | ``
            &from=2026-10-01T10:04:00Z                             | f e d
            &to=2026-10-01T10:04:00Z                               | c b a
            &from=2026-10-01T10:02:00Z&to=2026-10-01T10:04:00Z     | c b
            &from=2026-10-01T12:04:00%2B02:00                      | f e d
            &from=2026-10-01T12:04:00+02:00                        | f e d
            &from=2026-10-01t10:04:00.000001z                      | f e
            &from=1h                                               | ``
            &from=PT1H                                             | ``
            &to=1h                                                 | f e d c b a
            &from=2000w                                            | f e d c b a
            &from=2026-10-01T10:04:00Z&to=2026-10-01T10:04:00Z     | ``
            &status=failed&version=1.1&site=s1&exitCode=!0         | c
            """)
    void runs_are_listed_newest_first_and_narrowed_by_every_filter(String query, String letters) {
        list(query).body("items.processId", is(ids(letters))).body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            -startedAt,  f e d c b a
            startedAt,   a b c d e f
            -finishedAt, d a b c f e
            finishedAt,  c b a d e f
            """)
    void every_sort_walks_the_same_way_page_by_page(String sort, String letters) {
        list("&sort=" + sort).body("items.processId", is(ids(letters)));
        for (int limit = 1; limit <= 6; limit++) {
            assertThat(Api.<String>walk(address("&sort=" + sort + "&limit=" + limit), "processId"))
                    .as("pages of %d", limit)
                    .containsExactlyElementsOf(ids(letters));
        }
    }

    @Test
    void runs_that_have_not_ended_come_last_in_both_orders_by_end() {
        assertThat(list("&sort=finishedAt")
                        .extract()
                        .<List<String>>path("items.finishedAt")
                        .subList(4, 6))
                .containsOnlyNulls();
        assertThat(list("&sort=-finishedAt")
                        .extract()
                        .<List<String>>path("items.finishedAt")
                        .subList(4, 6))
                .containsOnlyNulls();
    }

    @Test
    void runs_can_be_had_by_their_ids() {
        Api.get("/api/v1/runs?processId=" + String.join(",", ids("a c")).toUpperCase(Locale.ROOT)
                        + "&processId=93e37cdf-046d-45b2-a983-1e2580e57b5c")
                .body("items.processId", is(ids("c a")));
    }

    @Test
    void a_duration_is_compared_as_it_is_shown() {
        var odd = Given.anUnknownRun()
                .startedAt(minute(1))
                .registers()
                .ends(0, minute(1).plusNanos(1_500_500));
        var before = Given.anUnknownRun().startedAt(minute(1)).registers().ends(0, minute(0));

        odd.get("").body("durationMs", is(1));
        Api.get("/api/v1/runs?maxDurationMs=1&processId=" + odd.processId()).body("items", hasSize(1));
        before.get("").body("durationMs", is(0));
        Api.get("/api/v1/runs?minDurationMs=0&processId=" + before.processId()).body("items", hasSize(1));
    }

    @Test
    void several_connectors_are_any_of_them_and_an_unknown_one_has_none() {
        var other = Given.anUnknownRun().startedAt(minute(0)).registers();

        Api.get(address("," + other.connector() + "&to=2026-10-01T10:02:00Z"))
                .body(
                        "items.processId",
                        is(List.of(
                                runs.get("a").processId().toString(),
                                other.processId().toString())));
        Api.get("/api/v1/runs?connector=nobody-" + Given.mark()).statusCode(200).body("items", empty());
    }

    @Test
    void a_comma_behind_an_encoded_backslash_is_one_of_the_value() {
        var odd = "a,b " + Given.mark();
        var run = UUID.randomUUID();
        Sending.put("/ingest/v1/runs/" + run, "{\"connector\": \"%s\", \"site\": 1, \"version\": 1}".formatted(odd))
                .statusCode(201);

        var encoded = odd.replace(" ", "%20");
        for (var connector : List.of(
                encoded.replace(",", "%5C,"),
                "x," + encoded.replace(",", "%5C,") + ",y",
                URLEncoder.encode(odd.replace(",", "\\,"), UTF_8))) {
            Api.get("/api/v1/runs?connector=" + connector)
                    .statusCode(200)
                    .body("items.processId", is(List.of(run.toString())));
        }
        Api.get("/api/v1/runs?connector=" + URLEncoder.encode(odd, UTF_8)).body("items", empty());
    }

    @Test
    void a_run_shows_the_fingerprints_it_has_an_entry_of() {
        String rejected = runs.get("b").get("").extract().path("failure.fingerprint");
        String called = runs.get("c").get("").extract().path("failure.fingerprint");

        list("&fingerprint=" + rejected).body("items.processId", is(ids("d b")));
        list("&fingerprint=" + called).body("items.processId", is(ids("c")));
        list("&fingerprint=" + called + "," + rejected).body("items.processId", is(ids("d c b")));
        list("&fingerprint=" + rejected + "&exitCode=1").body("items.processId", is(ids("b")));
        list("&fingerprint=0000000000000000&count=true").body("items", empty()).body("count.value", is(0));
        list("&fingerprint=9f3c&count=true").body("items", empty()).body("count.value", is(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=Failed",
                "status=done",
                "status=failed,",
                "exitCode=256",
                "exitCode=-1",
                "exitCode=!1",
                "exitCode=x",
                "minDurationMs=-1",
                "maxDurationMs=1.5",
                "from=yesterday",
                "to=2026-02-30T00:00:00Z",
                "from=-1h",
                "from=2026-10-01",
                "processId=1",
                "fingerprint=",
                "sort=exitCode",
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=ten",
                "limit=1.0",
                "limit=99999999999999999999",
                "count=yes",
                "version=",
                "site=%20",
                "connector=,",
                "status=failed&status=",
                "cursor=",
                "limit=1&limit=2"
            })
    void what_cannot_be_meant_is_refused_by_name(String query) {
        var name = query.substring(0, query.indexOf('='));

        Api.get("/api/v1/runs?" + query)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("invalid-parameter"))
                .body("errors[0].parameter", is(name))
                .body("errors[0].detail", containsString(name + " "));
    }

    @Test
    void a_page_has_fifty_runs_unless_asked_otherwise_and_a_thousand_at_most() {
        var many = Given.aConnector();
        for (int i = 0; i < 51; i++) {
            Given.anUnknownRun().of(many).registers();
        }

        Api.get("/api/v1/runs?connector=" + many).body("items", hasSize(50)).body("nextCursor", not(nullValue()));
        Api.get("/api/v1/runs?connector=" + many + "&limit=51")
                .body("items", hasSize(51))
                .body("nextCursor", nullValue());
        Api.get("/api/v1/runs?connector=" + many + "&limit=1000")
                .body("items", hasSize(51))
                .body("nextCursor", nullValue());
    }

    @Test
    void runs_are_counted_where_asked() {
        list("&count=true&limit=1&status=failed").body("count", is(Map.of("value", 3, "relation", "eq")));
        list("&count=false").body("$", not(hasKey("count")));
    }

    @Test
    void the_link_to_the_next_page_is_complete() {
        var answer = list("&limit=2&version=1.0,1.1&version=2.0&count=true");
        String link = answer.extract().header("Link");

        assertThat(Api.next(link))
                .startsWith("http://localhost:")
                .contains("/api/v1/runs?", "connector=" + connector, "version=2.0", "limit=2", "count=true", "cursor=");
        Api.get(Api.next(link))
                .body("items.processId", is(ids("d c")))
                .body("count.value", is(6))
                .header("Link", containsString("rel=\"next\""));
        list("&limit=6").header("Link", nullValue());
    }

    @Test
    void a_cursor_goes_on_with_another_limit_but_with_nothing_else_changed() {
        String cursor = list("&limit=2").extract().path("nextCursor");

        list("&limit=3&cursor=" + cursor).body("items.processId", is(ids("d c b")));
        for (var other : List.of("&status=failed", "&sort=startedAt", "&site=s1", "&from=6h")) {
            Api.get(address(other + "&cursor=" + cursor)).statusCode(400).body("code", is("invalid-cursor"));
        }
        Api.get("/api/v1/logs?connector=" + connector + "&cursor=" + cursor)
                .statusCode(400)
                .body("code", is("invalid-cursor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-startedAt", "startedAt", "-finishedAt", "finishedAt"})
    void a_walk_sees_each_run_once_whatever_happens_meanwhile(String sort) {
        var unregistered = new ArrayList<GivenRun>();
        var expected = new ArrayList<>(ids("a b c d e f"));
        for (int i = 0; i < 4; i++) {
            runs.put("g" + i, fresh("s9", "3.0", 20 + i).registers());
            expected.add(runs.get("g" + i).processId().toString());
            unregistered.add(Given.anUnknownRun().of(connector));
        }

        var seen = Api.<String>walk(address("&limit=1&sort=" + sort), "processId", page -> {
            if (page <= 8) {
                fresh("s9", "4.0", page).registers().ends(0, minute(page)); // a new one at any place
            }
            if (page <= 4) {
                runs.get("g" + (page - 1)).ends(page % 2, minute(5 * page)); // ends in the past
            }
            if (page == 5) {
                runs.get("e").ends(0); // a lost one's end comes
                runs.get("f").ends(1, minute(1));
            }
        });

        assertThat(seen).doesNotHaveDuplicates().containsAll(expected);
    }

    @Test
    void a_walk_sees_a_run_once_that_learns_its_start_late() {
        var site = "site-" + Given.mark();
        var late = new ArrayList<GivenRun>();
        for (int i = 0; i < 6; i++) {
            late.add(Given.anUnknownRun().at(site).startedAt(minute(i)).says("info", "before the registration"));
        }
        var ids = late.stream().map(run -> run.processId().toString()).toList();
        var address = "/api/v1/runs?processId=" + String.join(",", ids) + "&limit=1&sort=";

        for (var sort : List.of("-startedAt", "startedAt")) {
            var seen = Api.<String>walk(address + sort, "processId", page -> {
                if (page <= 3) {
                    late.get(sort.startsWith("-") ? 6 - page : page + 1).registers();
                }
            });
            assertThat(seen).as(sort).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void spans_count_from_when_the_walk_began() {
        var start = clock.instant();
        var site = "site-" + Given.mark();
        for (int i = 1; i <= 3; i++) {
            Given.anUnknownRun()
                    .of(connector)
                    .at(site)
                    .startedAt(start.minusSeconds(60L * i))
                    .registers();
        }

        var seen = Api.<String>walk(
                address("&from=200s&limit=1&site=" + site), "processId", page -> clock.advance(Duration.ofMinutes(1)));

        assertThat(seen).hasSize(3);
    }

    @Test
    void the_first_page_of_all_runs_needs_no_filter() {
        Api.get("/api/v1/runs").statusCode(200).body("items.size()", is(greaterThan(5)));
        Api.get("/api/v1/runs?limit=1").body("items", contains(notNullValue()));
    }
}
