package dev.runlog.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.Sending;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the query API refuses: always with a whole problem document. */
@QuarkusTest
class ProblemTest {
    @Inject
    MeterRegistry meters;

    private static ValidatableResponse isAProblem(ValidatableResponse answer, int status, String code) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .header("X-Request-Id", notNullValue())
                .body("type", is("/problems/" + code))
                .body("title", not(is("")))
                .body("status", is(status))
                .body("detail", not(is("")))
                .body("instance", notNullValue())
                .body("code", is(code));
        Api.get("/problems/" + code).statusCode(200).contentType("text/html").body(containsString(code));
        return answer;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/runs?exitcode=1              | exitcode
            /api/v1/runs?limit=5&Status=failed   | Status
            /api/v1/runs?offset=10               | offset
            /api/v1/runs?wait=5                  | wait
            /api/v1/logs?afterSeq=1              | afterSeq
            /api/v1/failures?status=500          | status
            /api/v1/connectors?name=x            | name
            /api/v1/connectors/x?format=csv      | format
            /api/v1/runs/93e37cdf-046d-45b2-a983-1e2580e57b5c?fields=all | fields
            """)
    void an_unknown_parameter_is_refused_with_the_known_ones(String address, String name) {
        isAProblem(Api.get(address), 400, "unknown-parameter")
                .body("detail", containsString("Known: "))
                .body("errors.parameter", contains(name));
    }

    @Test
    void the_known_parameters_are_all_listed() {
        Api.get("/api/v1/runs?x=1")
                .body(
                        "detail",
                        is("Not known here: x. Known: connector, count, cursor, exitCode, fingerprint, format, from, "
                                + "limit, maxDurationMs, minDurationMs, processId, site, sort, status, to, version."));
        Given.aRun()
                .get("/logs?connector=x&y=1")
                .body("errors.parameter", contains("connector", "y"))
                .body(
                        "detail",
                        containsString("Known: afterSeq, count, cursor, fingerprint, format, from, level, limit"));
    }

    @Test
    void an_unknown_parameter_is_named_even_where_the_cursor_is_bad() {
        isAProblem(Api.get("/api/v1/runs?cursor=x&y=1"), 400, "unknown-parameter");
    }

    @Test
    void what_else_is_wrong_is_named_beside_unknown_parameters() {
        isAProblem(Api.get("/api/v1/runs?a=1&b=2&limit=0"), 400, "unknown-parameter")
                .body("errors.parameter", contains("a", "b", "limit"));
    }

    @Test
    void every_fault_is_listed_at_once() {
        isAProblem(Api.get("/api/v1/runs?status=done&limit=0&exitCode=x"), 400, "invalid-parameter")
                .body("errors.size()", is(3))
                .body("detail", containsString("2 more"));
    }

    @Test
    void a_value_outside_a_closed_set_is_told_the_allowed_ones() {
        isAProblem(Api.get("/api/v1/runs?status=done"), 400, "invalid-parameter")
                .body("detail", is("status must be one of running, succeeded, failed, lost."));
        Api.get("/api/v1/runs?sort=x").body("detail", containsString("-startedAt, startedAt, -finishedAt, finishedAt"));
        Api.get("/api/v1/runs?format=x").body("detail", containsString("json, ndjson, csv"));
    }

    @Test
    void a_damaged_cursor_is_refused() {
        var run = Given.aRun().logs(3);
        String cursor = run.get("/logs?limit=1").extract().path("nextCursor");

        for (var damaged : List.of(
                cursor + "A",
                cursor + "=",
                cursor.substring(1),
                cursor.substring(0, cursor.length() - 1),
                "x",
                flipped(cursor, 0),
                flipped(cursor, cursor.length() / 2),
                "AAAA",
                cursor.toLowerCase())) {
            isAProblem(run.get("/logs?cursor=" + damaged), 400, "invalid-cursor");
        }
        isAProblem(run.get("/logs?sort=-seq&cursor=" + cursor), 400, "invalid-cursor");
        isAProblem(run.get("/logs?level=info&cursor=" + cursor), 400, "invalid-cursor");
        isAProblem(run.get("/failures?cursor=" + cursor), 400, "invalid-cursor");
        isAProblem(Given.aRun().get("/logs?cursor=" + cursor), 400, "invalid-cursor");
    }

    private static String flipped(String text, int index) {
        var other = text.charAt(index) == 'B' ? 'C' : 'B';
        return text.substring(0, index) + other + text.substring(index + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1",
                "/api/v1/",
                "/api/v1/nothing",
                "/api/v2/runs",
                "/runs",
                "/problems",
                "/problems/no-such-code",
                "/api/v1/runs/a/b/c",
                "/favicon.ico",
                "/index.html"
            })
    void an_unknown_address_is_a_404(String path) {
        var answer = Api.get(path).statusCode(404).contentType("application/problem+json");

        answer.body("code", oneOf("not-found", "run-not-found")).body("instance", is(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /api/v1/runs                         | GET, HEAD, OPTIONS
            DELETE | /api/v1/runs                         | GET, HEAD, OPTIONS
            PUT    | /api/v1/runs/x                       | GET, HEAD, OPTIONS
            PATCH  | /api/v1/runs/x/logs                  | GET, HEAD, OPTIONS
            POST   | /api/v1/logs                         | GET, HEAD, OPTIONS
            POST   | /api/v1/failures                     | GET, HEAD, OPTIONS
            DELETE | /api/v1/connectors/x                 | GET, HEAD, OPTIONS
            GET    | /ingest/v1/runs/x                    | OPTIONS, PUT
            GET    | /ingest/v1/runs/x/logs               | OPTIONS, POST
            DELETE | /ingest/v1/runs/x/finish             | OPTIONS, POST
            PUT    | /ingest/v1/runs/x/failures           | OPTIONS, POST
            GET    | /otlp/v1/logs                        | OPTIONS, POST
            DELETE | /problems/not-found                  | GET, HEAD, OPTIONS
            """)
    void another_method_is_a_405_that_names_the_allowed_ones(Method method, String path, String allowed) {
        isAProblem(given().request(method, path).then(), 405, "method-not-allowed")
                .header("Allow", is(allowed));
    }

    @Test
    void head_answers_as_get_without_a_body() {
        given().head("/api/v1/runs")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(is(""));
        given().head("/api/v1/runs?x=1").then().statusCode(400);
    }

    @Test
    void another_media_type_is_a_415() {
        isAProblem(
                Sending.bytes("text/xml", "<a/>".getBytes(StandardCharsets.UTF_8))
                        .put("/ingest/v1/runs/93e37cdf-046d-45b2-a983-1e2580e57b5c")
                        .then(),
                415,
                "unsupported-media-type");
    }

    @Test
    void an_accept_that_is_no_media_type_is_a_406() {
        isAProblem(Api.get("/api/v1/runs", "text/html"), 406, "not-acceptable");
        isAProblem(Api.get("/api/v1/runs", "nonsense"), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs?connector=%",
                "/api/v1/runs?connector=%zz",
                "/api/v1/runs?connector=a\\,b",
                "/api/v1/runs?connector=%4",
                "/api/v1/runs/%zz",
                "/api/v1/connectors/%ff",
                "/api/v1/states/%C3%28",
                "/api/v1/runs?connector=%ff",
                "/api/v1/runs?connector=%C3%28",
                "/api/v1/logs?q=%ED%A0%80",
                "/api/v1/runs?%ff=x"
            })
    void an_address_that_cannot_be_decoded_is_a_400(String address) throws Exception {
        var answer = Raw.get(address);

        assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer).containsIgnoringCase("x-request-id: ").contains("\"code\":\"bad-request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connector", "site", "version", "q", "processId", "level", "fingerprint", "from", "cursor"})
    void a_nul_in_a_parameter_is_refused(String name) {
        isAProblem(Api.get("/api/v1/logs?" + name + "=a%00b"), 400, "invalid-parameter")
                .body("errors.parameter", contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "\\", ";--", "%25", "_", "?", ":a", "::text", "$1", "{x}", "😀", "\u202e"})
    void any_character_may_stand_in_a_filter(String value) {
        for (var name : List.of("connector", "site", "version")) {
            given().queryParam(name, value)
                    .get("/api/v1/runs")
                    .then()
                    .statusCode(200)
                    .body("items.size()", is(0));
            given().queryParam(name, value)
                    .get("/api/v1/logs")
                    .then()
                    .statusCode(200)
                    .body("items.size()", is(0));
        }
        given().queryParam("uri", value).get("/api/v1/failures").then().statusCode(200);
        given().queryParam("q", "x" + value)
                .queryParam("connector", "nobody")
                .get("/api/v1/logs")
                .then()
                .statusCode(200);
    }

    @Test
    void a_filter_takes_a_hundred_values_at_most() {
        var values = new ArrayList<String>();
        for (int i = 0; i < 101; i++) {
            values.add("v" + i);
        }

        Api.get("/api/v1/runs?version=" + String.join(",", values.subList(0, 100)))
                .statusCode(200);
        isAProblem(Api.get("/api/v1/runs?version=" + String.join(",", values)), 400, "invalid-parameter");
    }

    @Test
    void a_search_takes_twenty_words_at_most() {
        Api.get("/api/v1/logs?q=" + "a+".repeat(10) + "-b+".repeat(10)).statusCode(200);
        isAProblem(Api.get("/api/v1/logs?q=" + "a+".repeat(10) + "-b+".repeat(11)), 400, "invalid-parameter")
                .body("errors.parameter", contains("q"));
    }

    @Test
    void an_address_and_headers_have_16_kib_at_most() {
        isAProblem(Api.get("/api/v1/runs?site=" + "x".repeat(16_400)), 414, "uri-too-long");
        isAProblem(Api.get("/" + "x".repeat(60_000)), 414, "uri-too-long");
        for (var length : new int[] {16_400, 60_000}) {
            isAProblem(
                    given().header("X-Much", "x".repeat(length))
                            .get("/api/v1/runs")
                            .then(),
                    431,
                    "headers-too-large");
        }
    }

    @Test
    void refusals_are_counted_by_their_code() {
        var counter =
                meters.get("runlog.refusals").tag("code", "unknown-parameter").counter();
        var before = counter.count();

        Api.get("/api/v1/runs?x=1").statusCode(400);

        assertThat(counter.count()).isEqualTo(before + 1);
    }

    @Test
    void the_request_id_comes_back_on_refusals() {
        for (var address : List.of("/api/v1/runs?x=1", "/nothing", "/api/v1/runs/x")) {
            given().header("X-Request-Id", "r-4711").get(address).then().header("X-Request-Id", is("r-4711"));
        }
        given().header("X-Request-Id", "r-4711").delete("/api/v1/runs").then().header("X-Request-Id", is("r-4711"));
    }

    @Test
    void a_page_says_what_a_code_means_and_can_be_had_by_a_browser() {
        given().header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .get("/problems/invalid-cursor")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString("HTTP status 400"));
    }
}
