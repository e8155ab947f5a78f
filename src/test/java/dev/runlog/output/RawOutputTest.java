package dev.runlog.output;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.OutputOf;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RawOutputTest {
    private final OutputOf run = OutputOf.aRun();

    private String text(String name) {
        return new String(run.bytes(name), StandardCharsets.UTF_8);
    }

    @Test
    void a_stream_is_plain_text_of_known_length_and_never_zipped() {
        run.wrote("stdout", "x".repeat(5000));

        run.read(given().header("Accept-Encoding", "gzip"), "stdout")
                .then()
                .statusCode(200)
                .header("Content-Type", "text/plain")
                .header("Content-Length", "5000")
                .header("Content-Encoding", not("gzip"))
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "private, no-cache")
                .header("X-Content-Type-Options", "nosniff");
    }

    @Test
    void megabytes_of_many_writes_come_back_byte_for_byte() {
        var bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        for (int from = 0; from < bytes.length; from += 1_000_000) {
            run.wrote("stdout", Arrays.copyOfRange(bytes, from, from + 1_000_000));
        }

        assertThat(run.bytes("stdout")).isEqualTo(bytes);
        var middle = run.read(given().header("Range", "bytes=999990-1000009"), "stdout");
        assertThat(middle.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 999_990, 1_000_010));
        var end = run.read(given().header("Range", "bytes=-65536"), "stdout");
        assertThat(end.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 3_000_000 - 65_536, 3_000_000));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            bytes=2-4,  cde,      bytes 2-4/10
            bytes=7-,   hij,      bytes 7-9/10
            bytes=8-99, ij,       bytes 8-9/10
            bytes=-3,   hij,      bytes 7-9/10
            bytes=-99,  abcdefghij, bytes 0-9/10
            """)
    void a_range_is_part_of_the_stream(String range, String part, String contentRange) {
        run.wrote("stdout", "abcd").wrote("stdout", "efgh").wrote("stdout", "ij");

        run.read(given().header("Range", range), "stdout")
                .then()
                .statusCode(206)
                .header("Content-Range", contentRange)
                .header("Content-Length", Integer.toString(part.length()))
                .body(equalTo(part));
    }

    @Test
    void a_range_behind_the_end_is_not_satisfiable() {
        run.wrote("stdout", "abc");

        run.read(given().header("Range", "bytes=3-"), "stdout")
                .then()
                .statusCode(416)
                .contentType("application/problem+json")
                .header("Content-Range", "bytes */3")
                .body("code", equalTo("range-not-satisfiable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=2-1", "bytes=0-0,2-2", "lines=1-2", "bytes=x"})
    void ranges_that_are_not_understood_are_ignored(String range) {
        run.wrote("stdout", "abc");

        run.read(given().header("Range", range), "stdout")
                .then()
                .statusCode(200)
                .header("Content-Range", nullValue())
                .body(equalTo("abc"));
    }

    @Test
    void a_range_under_a_condition_that_cannot_hold_is_ignored() {
        run.wrote("stdout", "abc");

        run.read(given().header("Range", "bytes=0-0").header("If-Range", "\"etag\""), "stdout")
                .then()
                .statusCode(200)
                .body(equalTo("abc"));
    }

    @Test
    void head_says_what_get_would_without_a_body() {
        run.wrote("stdout", "x".repeat(5000));
        var path = "/api/v1/runs/" + run.processId() + "/output/stdout";

        given().head(path)
                .then()
                .statusCode(200)
                .header("Content-Length", "5000")
                .header("Content-Type", "text/plain")
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "private, no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .body(equalTo(""));
        given().head(path + "?tail=1").then().statusCode(200).header("Content-Length", "5000");
        given().head(path + "?ansi=strip").then().statusCode(200).header("Accept-Ranges", "none");
        given().head(path.replace("stdout", "stderr")).then().statusCode(200).header("Content-Length", "0");
        given().head(path.replace("stdout", "stdin")).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0, ''
            1, d
            2, c|d
            3, |c|d
            4, ab||c|d
            9, ab||c|d
            2147483647, ab||c|d
            """)
    void tail_is_the_last_lines(int lines, String expected) {
        run.wrote("stdout", "a").wrote("stdout", "b\n\nc").wrote("stdout", "\n").wrote("stdout", "d");

        assertThat(text("stdout?tail=" + lines)).isEqualTo(expected.replace('|', '\n'));
    }

    @Test
    void the_tail_of_ended_lines_does_not_count_an_empty_one_behind_them() {
        run.wrote("stdout", "a\nb\n").wrote("stdout", "c\n");

        assertThat(text("stdout?tail=2")).isEqualTo("b\nc\n");
        run.read(given().header("Range", "bytes=0-1"), "stdout?tail=2")
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 0-1/4")
                .body(equalTo("b\n"));
    }

    @Test
    void escape_sequences_are_left_out_over_writes_and_then_there_are_no_ranges() {
        run.wrote("stdout", "\u001B[3").wrote("stdout", "1mred\u001B").wrote("stdout", "[0m\n\u001B]0;title\u0007x");

        assertThat(text("stdout?ansi=strip")).isEqualTo("red\nx");
        assertThat(text("stdout?ansi=strip&tail=1")).isEqualTo("x");
        assertThat(text("stdout?ansi=keep")).startsWith("\u001B[31m");
        run.read(given().header("Range", "bytes=0-0"), "stdout?ansi=strip")
                .then()
                .statusCode(200)
                .header("Accept-Ranges", "none")
                .body(equalTo("red\nx"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            tail=-1,      invalid-parameter, tail
            tail=1e3,     invalid-parameter, tail
            tail=x,       invalid-parameter, tail
            tail=,        invalid-parameter, tail
            ansi=off,     invalid-parameter, ansi
            lines=3,      unknown-parameter, lines
            """)
    void a_parameter_that_cannot_be_used_is_refused(String query, String code, String parameter) {
        run.wrote("stdout", "a");

        run.read("stdout?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo(code))
                .body("errors[0].parameter", equalTo(parameter));
    }

    @Test
    void a_run_without_output_has_empty_streams() {
        run.wrote("stdout", "");

        run.read("stdout").then().statusCode(200).header("Content-Length", "0").body(equalTo(""));
        assertThat(text("stderr?tail=5")).isEmpty();
        assertThat(text("stderr?ansi=strip")).isEmpty();
        run.read(given().header("Range", "bytes=-65536"), "stdout").then().statusCode(200);
        run.read(given().header("Range", "bytes=0-"), "stdout")
                .then()
                .statusCode(416)
                .header("Content-Range", "bytes */0");
    }

    @Test
    void what_is_not_known_is_not_found() {
        run.wrote("stdout", "a");

        run.read("stdin").then().statusCode(404).body("code", equalTo("not-found"));
        for (var unknown : new String[] {UUID.randomUUID().toString(), "no-uuid"}) {
            given().get("/api/v1/runs/" + unknown + "/output/stdout")
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("run-not-found"));
        }
    }
}
