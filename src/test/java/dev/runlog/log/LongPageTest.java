package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Listed;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page holds four MiB of text, and one that holds them ends early: the walk goes on, and nothing is lost. */
@QuarkusTest
class LongPageTest {
    private static final String LONGEST = "x".repeat(64 * 1024 - 10);
    private static final int MANY = 150;

    @TestHTTPResource("/")
    URI service;

    private static GivenRun runOfLongMessages(int entries) {
        var run = Given.aRun();
        for (int i = 1; i <= entries; i++) {
            run.says("info", i + " " + LONGEST);
        }
        return run;
    }

    @Test
    void as_many_of_the_longest_messages_as_a_page_has_by_default_are_one_page() {
        runOfLongMessages(50).get("/logs").body("items", hasSize(50)).body("nextCursor", nullValue());
    }

    @Test
    void a_page_of_more_text_ends_early_and_says_where_to_go_on() {
        runOfLongMessages(MANY)
                .get("/logs?limit=1000")
                .body("items.size()", lessThan(MANY))
                .body("nextCursor", notNullValue())
                .header("Link", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs/%s/logs",
                "/api/v1/logs?processId=%s&sort=timestamp",
                "/api/v1/runs/%s/timeline?source=application"
            })
    void a_walk_finds_every_entry_once_and_whole(String address) {
        var run = runOfLongMessages(MANY);

        var entries = Listed.pages(address.formatted(run.processId()), 1000).stream()
                .map(item -> item.path("entry").isMissingNode() ? item : item.path("entry"))
                .toList();

        assertThat(entries)
                .extracting(entry -> entry.path("seq").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, MANY).boxed().toList());
        assertThat(entries).extracting(LongPageTest::message).allMatch(message -> message.endsWith(" " + LONGEST));
    }

    /** Each kind of long text stands alone among short ones: it must neither fall out nor end the walk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs/%s/logs",
                "/api/v1/runs/%s/logs?sort=-seq",
                "/api/v1/runs/%s/timeline",
                "/api/v1/logs?processId=%s&sort=timestamp",
                "/api/v1/logs?processId=%s&level=info,error",
                "/api/v1/logs?processId=%s"
            })
    void one_long_text_among_short_ones_is_found_where_it_stands(String address) {
        var run = runOfLongTextsAmongShortOnes();

        var entries = Listed.pages(address.formatted(run.processId()), 50).stream()
                .map(item -> item.path("entry").isMissingNode() ? item : item.path("entry"))
                .filter(item -> item.path("seq").isInt())
                .toList();

        assertThat(entries)
                .extracting(entry -> entry.path("seq").asInt())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 153).boxed().toList());
        assertThat(entries)
                .filteredOn(entry -> entry.toString().length() > 30_000)
                .hasSize(3);
    }

    private static GivenRun runOfLongTextsAmongShortOnes() {
        return Given.aRun()
                .logs(20)
                .says("info", LONGEST)
                .logs(60)
                .logs("{\"message\": \"m\", \"context\": {\"a\": \"%s\"}}".formatted("y".repeat(32_000)))
                .logs(60)
                .calls("""
                        {"method": "GET", "requestUri": "/a", "responseCode": 404, "responseBody": "%s"}
                        """.formatted(LONGEST))
                .logs(10);
    }

    @Test
    void a_page_says_how_long_it_is() throws IOException, InterruptedException {
        var address = service.resolve(Given.aRun().logs(30).address() + "/logs");

        var answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
    }

    private static String message(JsonNode entry) {
        return entry.path("message").asText();
    }

    @Test
    void the_text_of_contexts_and_response_bodies_counts_too() {
        var run = Given.aRun();
        for (int i = 0; i < 100; i++) {
            run.logs("{\"message\": \"m\", \"context\": {\"a\": \"%s\"}}".formatted("y".repeat(32_000)));
            run.calls("""
                    {"method": "GET", "requestUri": "/a", "responseCode": 404, "responseBody": "%s"}
                    """.formatted(LONGEST));
        }

        run.get("/logs?limit=1000").body("items.size()", lessThan(100)).body("nextCursor", notNullValue());

        assertThat(Listed.pages(run.address() + "/logs", 1000)).hasSize(200);
    }

    @Test
    void lines_of_an_early_page_say_where_to_go_on_by_their_header() {
        var run = runOfLongMessages(MANY);

        run.get("/logs?limit=1000&format=ndjson").header("Link", notNullValue());

        assertThat(Listed.ndjson(run.address() + "/logs")).hasSize(MANY);
    }
}
