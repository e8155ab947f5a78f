package dev.runlog.ingest;

import static dev.runlog.testing.Sending.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.Stored;
import dev.runlog.testing.Stored.Entry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class FailureIngestTest {
    private static final int CONTAINER_API = 1;

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run + "/failures";

    private ValidatableResponse fail(String body) {
        return post(address, body);
    }

    @Test
    void a_failed_call_is_a_log_entry_of_level_error() {
        fail("""
                {"method": "get", "requestUri": "/files/input/full?x=1", "responseCode": 404,
                 "responseBody": "\\u0000gone", "durationMs": 12}
                """).statusCode(201).body("accepted", is(1)).body("lastSeq", is(1));

        var entry = stored.entry(run);
        assertThat(entry.source()).isEqualTo(CONTAINER_API);
        assertThat(entry.level()).isEqualTo(3);
        assertThat(entry.method()).isEqualTo("GET");
        assertThat(entry.requestUri()).isEqualTo("/files/input/full?x=1");
        assertThat(entry.responseCode()).isEqualTo(404);
        assertThat(entry.responseBody()).isEqualTo("\u2400gone");
        assertThat(entry.durationMs()).isEqualTo(12);
        assertThat(entry.message()).isEqualTo("GET /files/input/full?x=1 answered 404");
        assertThat(entry.fingerprint()).isNotNull();
        assertThat(entry.cut()).isZero();
    }

    @Test
    void no_answer_is_a_null_response_code() {
        fail("""
                {"method": "POST", "requestUri": "/logs", "responseCode": null, "responseBody": null, "durationMs": null}
                """).statusCode(201);

        assertThat(stored.entry(run).responseCode()).isNull();
        assertThat(stored.entry(run).responseBody()).isNull();
        assertThat(stored.entry(run).message()).isEqualTo("POST /logs got no answer");
    }

    @Test
    void level_message_and_time_may_be_sent() {
        fail("""
                {"method": "GET", "requestUri": "/x", "responseCode": 429, "level": "warn", "message": "slow down",
                 "timestamp": "1999-01-01T00:00:00Z"}
                """).statusCode(201);

        var entry = stored.entry(run);
        assertThat(entry.level()).isEqualTo(4);
        assertThat(entry.message()).isEqualTo("slow down");
        assertThat(entry.sentAt()).isEqualTo("1999-01-01T00:00:00Z");
        assertThat(entry.fingerprint()).isNotNull();
    }

    @Test
    void a_long_response_body_is_cut_and_its_size_kept() {
        fail("{\"method\": \"GET\", \"requestUri\": \"/x\", \"responseCode\": 500, \"responseBody\": \"%s\"}"
                        .formatted("é".repeat(40_000)))
                .statusCode(201);

        var entry = stored.entry(run);
        assertThat(entry.cut()).isEqualTo(4);
        assertThat(entry.responseBody().getBytes(StandardCharsets.UTF_8)).hasSize(64 * 1024);
        assertThat(entry.responseBodyBytes()).isEqualTo(80_000);
    }

    @Test
    void a_long_request_uri_is_cut() {
        fail("{\"method\": \"GET\", \"requestUri\": \"/%s\", \"responseCode\": 414}".formatted("x".repeat(70_000)))
                .statusCode(201);

        var entry = stored.entry(run);
        assertThat(entry.cut() & 8).isEqualTo(8);
        assertThat(entry.requestUri()).hasSize(8 * 1024);
    }

    @Test
    void calls_and_entries_share_one_numbering_and_the_run_counts_both() {
        post("/ingest/v1/runs/" + run + "/logs", "{\"message\": \"before\"}").statusCode(201);
        fail("""
                [{"method": "GET", "requestUri": "/a", "responseCode": 404},
                 {"method": "GET", "requestUri": "/b", "responseCode": 200},
                 {"method": "GET", "requestUri": "/c", "responseCode": 503}]
                """)
                .statusCode(201)
                .body("accepted", is(2))
                .body("rejected.pointer", contains("/1/responseCode"))
                .body("lastSeq", is(3));
        fail("{\"method\": \"PUT\", \"requestUri\": \"/d\", \"responseCode\": 400}")
                .statusCode(201)
                .body("lastSeq", is(4));

        assertThat(stored.entries(run)).extracting(Entry::source).containsExactly(0, 1, 1, 1);
        post("/ingest/v1/runs/" + run + "/finish", "{\"exitCode\": 1}")
                .body("apiFailures", is(3))
                .body("logs.total", is(4))
                .body("logs.byLevel.error", is(3))
                .body("failure.kind", is("container-api-failure"))
                .body("failure.seq", is(2));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"requestUri": "/x", "responseCode": 404}                                             | /method
            {"method": null, "requestUri": "/x", "responseCode": 404}                             | /method
            {"method": "", "requestUri": "/x", "responseCode": 404}                               | /method
            {"method": "GET /", "requestUri": "/x", "responseCode": 404}                          | /method
            {"method": "GET", "responseCode": 404}                                                | /requestUri
            {"method": "GET", "requestUri": "", "responseCode": 404}                              | /requestUri
            {"method": "GET", "requestUri": 7, "responseCode": 404}                               | /requestUri
            {"method": "GET", "requestUri": "/x"}                                                 | /responseCode
            {"method": "GET", "requestUri": "/x", "responseCode": 200}                            | /responseCode
            {"method": "GET", "requestUri": "/x", "responseCode": 399}                            | /responseCode
            {"method": "GET", "requestUri": "/x", "responseCode": 600}                            | /responseCode
            {"method": "GET", "requestUri": "/x", "responseCode": "404"}                          | /responseCode
            {"method": "GET", "requestUri": "/x", "responseCode": 404.0}                          | /responseCode
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "responseBody": {"a": 1}}  | /responseBody
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "durationMs": -1}          | /durationMs
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "durationMs": 1.5}         | /durationMs
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "durationMs": 9223372036854775808} | /durationMs
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "level": null}             | /level
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "message": " "}            | /message
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "timestamp": "noon"}       | /timestamp
            {"method": "GET", "requestUri": "/x", "responseCode": 404, "context": {}}             | /context
            """)
    void a_wrong_member_is_pointed_at_and_nothing_is_stored(String body, String pointer) {
        fail(body).statusCode(400).body("code", is("invalid-body")).body("errors.pointer", contains(pointer));

        assertThat(stored.knows(run)).isFalse();
    }
}
