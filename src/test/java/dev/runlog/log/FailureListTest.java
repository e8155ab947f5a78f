package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FailureListTest {
    private GivenRun run;

    @BeforeEach
    void six_failed_calls_among_other_entries() {
        run = Given.aRun()
                .says("info", "Reading")
                .calls("GET", "/files/input/full?x=1", 404)
                .calls("GET", "/files/input/part,2", 500)
                .calls("POST", "/products", 422)
                .calls("PUT", "/100%/a_b", 503)
                .calls("get", "/files/output", null)
                .says("error", "Giving up")
                .calls("""
                        {"method": "DELETE", "requestUri": "/files/1", "responseCode": 429, "responseBody": "slow\\ndown",
                         "durationMs": 12, "level": "warning", "message": "Throttled"}
                        """);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            responseCode=404                       | 2
            responseCode=404,500                   | 2 3
            responseCode=404&responseCode=422      | 2 4
            responseCode=4xx                       | 2 4 8
            responseCode=5XX                       | 3 5
            responseCode=5xx,404                   | 2 3 5
            responseCode=4xx,5xx                   | 2 3 4 5 8
            responseCode=599                       | ''
            method=GET                             | 2 3 6
            method=get                             | 2 3 6
            method=post,PUT                        | 4 5
            method=PATCH                           | ''
            uri=/files                             | 2 3 6 8
            uri=/files/input/full?x=1              | 2
            uri=/files/input/part,2                | 3
            uri=/files/input/part,2&uri=/100       | 3 5
            uri=/100%25/a_                         | 5
            uri=/100_                              | ''
            uri=files                              | ''
            uri=/FILES                             | ''
            level=warning                          | 8
            minLevel=error                         | 2 3 4 5 6
            q=throttled                            | 8
            source=container-api                   | 2 3 4 5 6 8
            source=application                     | ''
            method=GET&responseCode=4xx            | 2
            method=GET&responseCode=4xx&uri=/x     | ''
            afterSeq=5                             | 6 8
            sort=-seq&limit=2                      | 8 6
            """)
    void failures_are_narrowed_by_every_filter(String query, String seqs) {
        var expected = seqs.isBlank()
                ? List.of()
                : List.of(seqs.split(" ")).stream().map(Integer::valueOf).toList();

        run.get("/failures?" + query).statusCode(200).body("items.seq", is(expected));
        if (!query.contains("seq") && !query.contains("Seq")) {
            Api.get("/api/v1/failures?sort=timestamp&connector=" + run.connector() + "&" + query)
                    .statusCode(200)
                    .body("items.seq", is(expected));
        }
    }

    @Test
    void a_failure_is_the_log_entry_with_its_call() {
        run.get("/failures?responseCode=429")
                .body("items", hasSize(1))
                .body("items[0].seq", is(8))
                .body("items[0].level", is(4))
                .body("items[0].source", is("container-api"))
                .body("items[0].message", is("Throttled"))
                .body("items[0].fingerprint", matchesPattern("[0-9a-f]{16}"))
                .body("items[0].apiCall.method", is("DELETE"))
                .body("items[0].apiCall.requestUri", is("/files/1"))
                .body("items[0].apiCall.responseCode", is(429))
                .body("items[0].apiCall.responseBody", is("slow\ndown"))
                .body("items[0].apiCall.responseBodyBytes", is(9))
                .body("items[0].apiCall.truncated", is(false))
                .body("items[0].apiCall.durationMs", is(12));
        var failures = run.get("/failures").extract().<List<Map<String, Object>>>path("items");
        assertThat(run.get("/logs?source=container-api").extract().<List<Map<String, Object>>>path("items"))
                .isEqualTo(failures);
    }

    @ParameterizedTest(name = "{0} calls")
    @ValueSource(ints = {3, 600})
    void calls_are_found_by_how_their_address_begins_across_runs_however_many_there_are(int calls) {
        var beginning = "/" + Given.mark() + "/" + "segment/".repeat(9);
        var start = Instant.now().minusSeconds(3600);
        var made = IntStream.range(0, calls)
                .mapToObj(i -> """
                        {"method": "GET", "requestUri": "%s%d", "responseCode": %d, "timestamp": "%s"}
                        """.formatted(beginning, i, 400 + i % 2, start.plusSeconds(i)))
                .toList();
        Given.aRun().calls(made.subList(1, calls).toString());
        Given.aRun().calls(made.subList(0, 1).toString());
        var found = "/api/v1/failures?sort=timestamp&uri=" + beginning;

        Api.get(found + "&limit=3")
                .body("items.apiCall.requestUri", contains(beginning + 0, beginning + 1, beginning + 2));
        Api.get(found + "&responseCode=401&limit=1").body("items.apiCall.requestUri", contains(beginning + 1));
        Api.get(found + "&responseCode=403").body("items", empty());
        Api.get(found + "&count=true").body("count.value", is(calls));
        Api.get(found + "x").body("items", empty());
        Api.get(found + "1&uri=" + beginning + "0&uri=/nowhere&limit=1")
                .body("items.apiCall.requestUri", contains(beginning + 0));
        Api.get(found + "x&uri=/nowhere").body("items", empty());
    }

    @Test
    void a_line_of_text_tells_the_call_beside_a_message_of_its_own() {
        var told = Given.aRun().calls("""
                        [{"method": "GET", "requestUri": "/files/in", "responseCode": 404, "message": "could not fetch"},
                         {"method": "POST", "requestUri": "/files/out", "responseCode": null}]
                        """);

        var lines =
                told.get("/failures?format=text").extract().asString().lines().toList();

        assertThat(lines.get(0)).endsWith("#1 could not fetch (GET /files/in answered 404)");
        assertThat(lines.get(1)).endsWith("#2 POST /files/out got no answer");
    }

    @Test
    void a_call_without_an_answer_has_no_response_code() {
        run.get("/failures?uri=/files/output")
                .body("items[0].level", is(3))
                .body("items[0].apiCall.responseCode", nullValue())
                .body("items[0].apiCall.responseBody", nullValue())
                .body("items[0].apiCall.responseBodyBytes", nullValue())
                .body("items[0].apiCall.durationMs", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "responseCode=200", "responseCode=399", "responseCode=600", "responseCode=4x", "responseCode=3xx",
                "responseCode=404,", "method=", "uri=", "uri=/a&uri=", "sort=timestamp"
            })
    void what_cannot_be_meant_is_refused_by_name(String query) {
        run.get("/failures?" + query)
                .statusCode(400)
                .body("code", is("invalid-parameter"))
                .body("errors[0].parameter", is(query.substring(0, query.indexOf('='))));
    }

    @Test
    void calls_filters_are_not_known_to_logs() {
        run.get("/logs?responseCode=404").statusCode(400).body("code", is("unknown-parameter"));
        Api.get("/api/v1/logs?method=GET").statusCode(400).body("code", is("unknown-parameter"));
    }

    @Test
    void the_same_call_again_shares_a_fingerprint() {
        run.calls("GET", "/files/input/full?x=2", 404).calls("GET", "/files/input/full", 500);
        String fingerprint = run.get("/failures").extract().path("items[0].fingerprint");

        run.get("/failures?fingerprint=" + fingerprint).body("items.seq", contains(2, 9));
    }

    @Test
    void failures_are_walked_page_by_page_and_counted() {
        assertThat(Api.<Integer>walk(run.address() + "/failures?limit=2", "seq"))
                .containsExactly(2, 3, 4, 5, 6, 8);
        assertThat(Api.<Integer>walk("/api/v1/failures?limit=2&connector=" + run.connector(), "seq"))
                .containsExactly(8, 6, 5, 4, 3, 2);
        run.get("/failures?count=true").body("count", is(Map.of("value", 6, "relation", "eq")));
        Given.aRun().says("error", "of the application").get("/failures").body("items", empty());
    }
}
