package dev.runlog.output;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.OutputOf;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class OutputLinesTest {
    private final OutputOf run = OutputOf.aRun();

    private List<String> texts(String query) {
        return run.lines(query).then().statusCode(200).extract().path("items.text");
    }

    @Test
    void lines_of_both_streams_come_in_the_order_received() {
        run.wrote("stdout", "out 1\nout ")
                .wrote("stderr", "err 1\n")
                .wrote("stdout", "2\nout 3\n")
                .wrote("stderr", "err 2");

        run.lines("")
                .then()
                .statusCode(200)
                .body("items.text", contains("out 1", "out 2", "err 1", "out 3", "err 2"))
                .body("items.stream", contains("stdout", "stdout", "stderr", "stdout", "stderr"))
                .body("items.line", contains(1, 2, 1, 3, 2))
                .body("items.offset", contains(0, 6, 0, 12, 6))
                .body("items[0].truncated", equalTo(false))
                .body("items[0].receivedAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"))
                .body("nextCursor", nullValue())
                .header("Link", nullValue());
    }

    @Test
    void bytes_that_are_not_utf8_are_replaced_here_only() {
        run.wrote("stdout", new byte[] {'a', (byte) 0xFF, '\r', '\n', 0, 'b'});

        assertThat(texts("")).containsExactly("a\uFFFD", "\u0000b");
    }

    @Test
    void streams_and_words_narrow_the_list() {
        run.wrote("stdout", "Feed ok\nFeed rejected\n").wrote("stderr", "feed REJECTED by rule\nother\n");

        assertThat(texts("?stream=stderr")).containsExactly("feed REJECTED by rule", "other");
        assertThat(texts("?stream=stdout,stderr")).hasSize(4);
        assertThat(texts("?q=rejected")).containsExactly("Feed rejected", "feed REJECTED by rule");
        assertThat(texts("?q=rejected -rule")).containsExactly("Feed rejected");
        assertThat(texts("?q=\"by rule\"&stream=stderr")).hasSize(1);
        assertThat(texts("?q=nothing")).isEmpty();
    }

    @Test
    void a_walk_by_cursor_sees_each_line_once_while_more_is_written() {
        for (int i = 0; i < 20; i++) {
            run.wrote("stdout", "out %d\npart".formatted(i)).wrote("stderr", "err %d\n".formatted(i));
        }
        var before = texts("?limit=1000");
        var seen = new ArrayList<String>();
        var page = run.lines("?limit=3");
        for (var link = page.header("Link"); link != null; link = page.header("Link")) {
            seen.addAll(page.path("items.text"));
            run.wrote("stderr", "late\n").wrote("stdout", " later\n");
            page = given().urlEncodingEnabled(false).get(link.substring(1, link.indexOf('>')));
            page.then().statusCode(200);
            if (seen.size() > before.size()) {
                break;
            }
        }

        assertThat(seen)
                .startsWith(before.subList(0, 39).toArray(String[]::new))
                .hasSizeGreaterThanOrEqualTo(42);
        assertThat(seen.subList(0, 39)).doesNotHaveDuplicates();
    }

    @Test
    void an_open_line_is_an_item_and_is_given_once_in_a_walk() {
        run.wrote("stdout", "a\nb").wrote("stderr", "c\n");
        var page = run.lines("?limit=2");
        page.then().body("items.text", contains("a", "b"));
        run.wrote("stdout", "bb\nd\n");

        String cursor = page.path("nextCursor");

        assertThat(texts("?limit=2&cursor=" + cursor)).containsExactly("c", "d");
        assertThat(texts("")).containsExactly("a", "bbb", "c", "d");
    }

    @Test
    void a_long_line_is_cut_and_what_follows_it_is_found() {
        for (int i = 0; i < 4; i++) {
            run.wrote("stdout", "x".repeat(900_000));
        }
        run.wrote("stdout", "\nnext\n").wrote("stderr", "error\n");

        var page = run.lines("?limit=1");
        page.then().body("items", hasSize(1)).body("items[0].truncated", equalTo(true));
        assertThat(page.<String>path("items[0].text")).hasSize(64 * 1024);
        String cursor = page.path("nextCursor");
        run.lines("?limit=2&cursor=" + cursor)
                .then()
                .body("items.text", contains("next", "error"))
                .body("items[0].line", equalTo(2))
                .body("items[0].offset", equalTo(3_600_001));
    }

    @Test
    void lines_are_counted_when_asked() {
        run.wrote("stdout", "a\nb\nc").wrote("stderr", "d\n");

        run.lines("?count=true&limit=1").then().body("count.value", equalTo(4)).body("count.relation", equalTo("eq"));
        run.lines("?count=true&stream=stdout").then().body("count.value", equalTo(3));
        run.lines("?count=true&q=a").then().body("count.value", equalTo(1));
        run.wrote("stdout", "\n".repeat(10_001));
        run.lines("?count=true").then().body("count.value", equalTo(10_000)).body("count.relation", equalTo("gte"));
        run.lines("?count=true&q=-z&limit=1").then().body("count.relation", equalTo("gte"));
    }

    @Test
    void lines_can_be_had_as_ndjson_and_text_without_a_page_limit() {
        run.wrote("stdout", "line\n".repeat(1500)).wrote("stderr", "end");

        var ndjson = given().accept("application/x-ndjson").get("/api/v1/runs/" + run.processId() + "/output");
        ndjson.then().statusCode(200).contentType(containsString("application/x-ndjson"));
        assertThat(ndjson.asString().lines()).hasSize(1501).last().asString().contains("\"text\":\"end\"");
        var text = run.lines("?format=text&stream=stderr");
        assertThat(text.asString()).matches("\\S+Z stderr end\n");
        run.lines("?format=csv").then().statusCode(400);
        given().accept("text/csv")
                .get("/api/v1/runs/" + run.processId() + "/output")
                .then()
                .statusCode(406);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ?stream=stdin,  invalid-parameter
            ?stream=,       invalid-parameter
            ?tail=3,        unknown-parameter
            ?limit=0,       invalid-parameter
            ?cursor=AAAA,   invalid-cursor
            """)
    void a_parameter_that_cannot_be_used_is_refused(String query, String code) {
        run.wrote("stdout", "a");

        run.lines(query).then().statusCode(400).body("code", equalTo(code));
    }

    @Test
    void a_cursor_belongs_to_its_filters() {
        run.wrote("stdout", "a\nb\n");
        String cursor = run.lines("?limit=1").path("nextCursor");

        run.lines("?stream=stdout&cursor=" + cursor).then().statusCode(400).body("code", equalTo("invalid-cursor"));
    }

    @Test
    void a_run_without_output_has_no_lines_and_an_unknown_one_is_not_found() {
        OutputOf.aRun().lines("").then().statusCode(404).body("code", equalTo("run-not-found"));

        run.wrote("stdout", "").lines("").then().statusCode(200).body("items", empty());
    }
}
