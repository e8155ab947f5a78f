package dev.runlog.ingest;

import static dev.runlog.testing.Sending.lines;
import static dev.runlog.testing.Sending.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.Stored;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EntryTextTest {
    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run + "/logs";

    private Stored.Entry kept(String members) {
        post(address, "{" + members + "}").statusCode(201);
        return stored.entry(run);
    }

    @Test
    void newlines_ansi_codes_and_white_space_around_a_message_are_kept() {
        assertThat(kept("\"message\": \"  \\u001b[31mred\\u001b[0m\\n\\tnext\\r\\n\\\\N \\\\. \"")
                        .message())
                .isEqualTo("  \u001b[31mred\u001b[0m\n\tnext\r\n\\N \\. ");
    }

    @Test
    void what_the_database_cannot_hold_stays_visible() {
        var entry = kept("""
                "message": "a\\u0000b\\ud800c\\udc00\\ud83d\\ude00",
                "context": {"k\\u0000": "v\\u0000", "list": ["\\udfff", {"\\ud83d\\ude00": 1}]}
                """);

        assertThat(entry.message()).isEqualTo("a\u2400b\uFFFDc\uFFFD\uD83D\uDE00");
        assertThat(entry.context()).isEqualTo("{\"k\u2400\":\"v\u2400\",\"list\":[\"\uFFFD\",{\"\uD83D\uDE00\":1}]}");
    }

    @Test
    void a_lone_surrogate_in_a_name_of_a_context_is_replaced_as_in_a_value() {
        var entry = kept("""
                "message": "x", "context": {"k\\ud800": 1, "\\udc00k": {"a\\udfffb": 2}, "\\ud800\\ud83d\\ude00": 3}
                """);

        assertThat(entry.context()).isEqualTo("{\"k\uFFFD\":1,\"\uFFFDk\":{\"a\uFFFDb\":2},\"\uFFFD\uD83D\uDE00\":3}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"k\\ud800\": 1, \"k\\udbff\": 2}",
                "{\"k\\ud800\": 1, \"k\\ufffd\": 2}",
                "{\"k\uFFFD\": 1, \"k\\udc00\": 2}",
                "{\"a\": [{\"\\ud800\": 1, \"\\uD801\": 2}]}",
                "{\"k\\u0000\": 1, \"k\\u2400\": 2}",
                "{\"k\u2400\": 1, \"k\\u0000\": 2}"
            })
    void an_entry_with_names_that_are_the_same_once_they_are_kept_is_rejected_alone(String context) {
        var entries =
                "[{\"message\": \"a\"}, {\"message\": \"b\", \"context\": %s}, {\"message\": \"c\", \"context\": {}}]";

        post(address, entries.formatted(context))
                .statusCode(201)
                .body("accepted", is(2))
                .body("rejected.pointer", contains("/1/context"));
    }

    @Test
    void a_batch_that_names_a_member_twice_is_refused_whatever_stands_beside_it() {
        post(address, "[{\"message\": \"a\\ud800\"}, {\"message\": \"b\", \"context\": {\"a\": 1, \"a\": 2}}]")
                .statusCode(400)
                .body("code", is("malformed-body"));
    }

    @Test
    void an_entry_with_an_unknown_name_is_rejected_alone_whatever_the_name_is() {
        post(address, "[{\"message\": \"a\"}, {\"message\": \"b\", \"x\\ud800\": 1, \"x\\ud801\": 2}]")
                .statusCode(201)
                .body("accepted", is(1))
                .body("rejected.pointer", contains("/1/x\uFFFD"));
    }

    @Test
    void a_line_with_a_lone_surrogate_in_a_name_is_kept() {
        lines(
                        "{\"message\": \"a\"}\r\n{\"message\": \"b\\ud83d\", \"context\": {\"\\\\ud800\\ud83d\": \"\\\\\\udc00\"}}\n")
                .post(address)
                .then()
                .statusCode(201)
                .body("accepted", is(2));

        var entry = stored.entries(run).get(1);
        assertThat(entry.message()).isEqualTo("b\uFFFD");
        assertThat(entry.context()).isEqualTo("{\"\\\\ud800\uFFFD\":\"\\\\\uFFFD\"}");
    }

    @Test
    void a_message_over_64_kib_is_cut_between_characters() {
        var entry = kept("\"message\": \"x" + "\u00e9".repeat(40_000) + "\"");

        assertThat(entry.cut()).isEqualTo(1);
        assertThat(entry.message().getBytes(StandardCharsets.UTF_8)).hasSize(64 * 1024 - 1);
        assertThat(entry.message()).endsWith("\u00e9");
    }

    @Test
    void a_message_of_64_kib_is_kept_whole() {
        assertThat(kept("\"message\": \"" + "x".repeat(64 * 1024) + "\"").cut()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                   | {}
            []                                   | {}
            { "b" : 1.50, "a" : [ true, null ] } | {"b":1.50,"a":[true,null]}
            {"n": -12345678901234567890.5e-300}  | {"n":-12345678901234567890.5e-300}
            """)
    void a_context_is_kept_as_it_was_sent(String context, String expected) {
        assertThat(kept("\"message\": \"x\", \"context\": " + context).context())
                .isEqualTo(expected);
    }

    @Test
    void no_context_is_none() {
        assertThat(kept("\"message\": \"x\", \"context\": null").context()).isNull();
    }

    @Test
    void a_context_over_32_kib_is_replaced() {
        var entry = kept("\"message\": \"x\", \"context\": {\"a\": \"" + "x".repeat(33_000) + "\"}");

        assertThat(entry.context()).isEqualTo("{}");
        assertThat(entry.cut()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"x\"", "true", "[1]", "[[]]", "[{\"a\": 1}, 2]"})
    void what_is_no_object_is_no_context(String context) {
        post(address, "{\"context\": " + context + ", \"message\": \"x\"}")
                .statusCode(400)
                .body("errors.pointer", contains("/context"));
    }

    @Test
    void a_context_may_nest_as_deep_as_the_body_may() {
        // The entry itself is the first level.
        kept("\"message\": \"x\", \"context\": " + "{\"a\":".repeat(30) + "{}" + "}".repeat(30));
    }
}
