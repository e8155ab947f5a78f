package dev.runlog.ingest;

import static dev.runlog.testing.Sending.lines;
import static dev.runlog.testing.Sending.post;
import static dev.runlog.testing.Sending.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Stored;
import dev.runlog.testing.Stored.Entry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogIngestTest {
    private static final String REGISTRATION = """
            {"connector": "shopify", "site": "1", "version": "1"}
            """;

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run;

    private ValidatableResponse log(String body) {
        return post(address + "/logs", body);
    }

    private ValidatableResponse logLines(String body) {
        return lines(body).post(address + "/logs").then();
    }

    @Test
    void one_entry_an_array_and_lines_are_numbered_in_the_order_received() {
        log("{\"message\": \"a\"}")
                .statusCode(201)
                .contentType("application/json")
                .body("accepted", is(1))
                .body("rejected", hasSize(0))
                .body("lastSeq", is(1));
        log("[{\"message\": \"b\"}, {\"message\": \"c\"}]").statusCode(201).body("lastSeq", is(3));
        logLines("{\"message\": \"d\"}\r\n\n  \n{\"message\": \"e\"}\n{\"message\": \"f\"}")
                .statusCode(201)
                .body("accepted", is(3))
                .body("lastSeq", is(6));

        assertThat(stored.entries(run)).extracting(Entry::message).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(stored.entries(run)).extracting(Entry::seq).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void a_batch_is_never_poisoned() {
        log("""
                [{"message": "first"}, {"message": "x", "level": 8}, {"message": "second"}, {"level": 3},
                 {"message": "x", "extra": {"deep": [1]}}, 7, [{"message": "nested"}], null, {"message": "third"}]
                """)
                .statusCode(201)
                .body("accepted", is(3))
                .body("lastSeq", is(3))
                .body("rejected.index", contains(1, 3, 4, 5, 6, 7))
                .body("rejected.pointer", contains("/1/level", "/3/message", "/4/extra", "/5", "/6", "/7"))
                .body("rejected.detail", everyItem(endsWith(".")));

        assertThat(stored.entries(run)).extracting(Entry::message).containsExactly("first", "second", "third");
    }

    @Test
    void a_line_that_is_no_json_is_rejected_alone() {
        logLines("""
                {"message": "first"}
                {"message": "cut
                {"message": "x"} {"message": "y"}
                {"message": "a", "message": "b"}
                {"message": "last"}
                """)
                .statusCode(201)
                .body("accepted", is(2))
                .body("rejected.index", contains(1, 2, 3))
                .body("rejected.pointer", contains("/1", "/2", "/3"));
    }

    @Test
    void where_nothing_is_valid_nothing_is_stored() {
        log("[{\"level\": 3}, {\"message\": \"\"}]")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is("invalid-body"))
                .body("errors.pointer", contains("/0/message", "/1/message"));
        log("{\"level\": \"loud\"}").statusCode(400).body("errors.pointer", contains("/level", "/message"));

        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "null", "[]", "true", "\"text\"", "[{\"message\": \"x\"}", "[{\"message\": \"x\"}] 1"})
    void an_empty_or_broken_body_is_refused_whole(String body) {
        log(body).statusCode(400).contentType("application/problem+json");

        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "no json\n", "null"})
    void lines_without_an_entry_are_refused(String body) {
        logLines(body).statusCode(400);

        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            0,              0,
            7,              7,
            "0",            0,
            "4",            4,
            "emergency",    0,
            "emerg",        0,
            "PANIC",        0,
            "alert",        1,
            "critical",     2,
            "crit",         2,
            "error",        3,
            "Err",          3,
            "warning",      4,
            "WARN",         4,
            "notice",       5,
            "info",         6,
            "information",  6,
            "debug",        7,
            "Success",      6, success
            "REPORT",       6, report
            """)
    void a_level_is_a_number_a_name_or_an_alias(String level, int expected, String label) {
        log("{\"message\": \"x\", \"level\": " + level + "}").statusCode(201);

        assertThat(stored.entry(run).level()).isEqualTo(expected);
        assertThat(stored.entry(run).label()).isEqualTo(label);
    }

    @Test
    void without_a_level_it_is_info() {
        log("{\"message\": \"x\"}").statusCode(201);

        assertThat(stored.entry(run).level()).isEqualTo(6);
        assertThat(stored.entry(run).fingerprint()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\" \"",
                "3.9",
                "3.0",
                "1e0",
                "8",
                "-1",
                "-0",
                "\"8\"",
                "\"03\"",
                "\" 3\"",
                "true",
                "false",
                "\"fatal\"",
                "\"null\"",
                "[]",
                "[3]",
                "{}",
                "\"\u0663\"",
                "9223372036854775808"
            })
    void a_bad_level_is_refused_and_never_an_emergency(String level) {
        log("{\"message\": \"x\", \"level\": " + level + "}")
                .statusCode(400)
                .body("errors.pointer", contains("/level"));

        assertThat(stored.knows(run)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"  \\n\\t\"", "null", "7", "true", "[]", "{}"})
    void a_blank_message_or_none_is_refused(String message) {
        log("{\"message\": " + message + "}").statusCode(400).body("errors.pointer", contains("/message"));
    }

    @Test
    void numbers_have_no_gaps_under_eight_writers() throws Exception {
        var answers = AtOnce.run(8, writer -> {
            var lastSeqs = new ArrayList<Integer>();
            for (int i = 0; i < 20; i++) {
                lastSeqs.add(log("[{\"message\": \"%1$d\"}, {\"message\": \"%1$d\"}]".formatted(writer))
                        .statusCode(201)
                        .extract()
                        .path("lastSeq"));
            }
            return lastSeqs;
        });

        assertThat(stored.entries(run))
                .extracting(Entry::seq)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 320).boxed().toList());
        assertThat(answers).allSatisfy(lastSeqs -> assertThat(lastSeqs).isSorted());
        put(address, REGISTRATION).statusCode(200).body("logs.total", is(320)).body("logs.byLevel.info", is(320));
    }

    @Test
    void entries_may_come_before_the_registration_and_after_the_end() {
        log("{\"message\": \"early\", \"level\": \"error\"}").statusCode(201);
        assertThat(stored.entry(run).connector()).isNull();

        put(address, REGISTRATION)
                .statusCode(200)
                .body("status", is("running"))
                .body("logs.byLevel.error", is(1))
                .body("failure", nullValue());
        assertThat(stored.entry(run).connector()).isEqualTo("shopify");

        post(address + "/finish", "{\"exitCode\": 1}")
                .statusCode(200)
                .body("failure.kind", is("application-error"))
                .body("failure.seq", is(1));
        log("{\"message\": \"late\", \"level\": \"warning\"}").statusCode(201).body("lastSeq", is(2));
        assertThat(stored.entries(run)).extracting(Entry::connector).containsOnly("shopify");
        put(address, REGISTRATION).statusCode(200).body("logs.byLevel.warning", is(1));
    }
}
