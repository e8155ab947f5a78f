package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code q} finds. */
@QuarkusTest
class LogSearchTest {

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Integer> numbers(String text) {
        return text.isBlank()
                ? List.of()
                : List.of(text.split(" ")).stream().map(Integer::valueOf).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            feed                    | 1 2 3
            FEED                    | 1 2 3
            feed rejected           | 1 2
            rejected feed           | 1 2
            "feed rejected"         | 1
            -feed                   | 4 5 6 7 8
            feed -rejected          | 3
            feed -"feed rejected"   | 2 3
            -feed -100              | 5 7 8
            100%                    | 4
            %                       | 4
            a_b                     | 5
            \\                      | 7
            äußerst                 | 8
            ÄUSSERST                | ``
            über                    | 8
            "line two"              | 6
            it's;--                 | ``
            :bind ?                 | ``
            nothing                 | ``
            "feed                   | 1 2 3
            """)
    void messages_are_searched_by_words_and_phrases(String q, String seqs) {
        var run = Given.aRun()
                .says("info", "Feed rejected: empty")
                .says("info", "REJECTED: the FEED has no columns")
                .says("info", "Feeder read")
                .says("info", "At 100% of 1000")
                .says("info", "column a_b")
                .says("info", "line 100\nline two")
                .says("info", "C:\\axb")
                .says("info", "Äußerst ÜBER");

        run.get("/logs?q=" + encoded(q)).statusCode(200).body("items.seq", is(numbers(seqs)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "\"\"", "\"", "- -", "-\"\"", "\" \""})
    void a_search_for_nothing_is_refused_for_it_would_find_everything(String q) {
        Given.aRun()
                .says("info", "something")
                .get("/logs?q=" + encoded(q))
                .statusCode(400)
                .body("errors.parameter", contains("q"));
    }

    @Test
    void a_search_has_200_characters_at_most() {
        var run = Given.aRun().says("info", "x".repeat(300) + "😀".repeat(200));

        run.get("/logs?q=" + "x".repeat(200)).statusCode(200).body("items", hasSize(1));
        run.get("/logs?q=" + encoded("😀".repeat(200))).statusCode(200).body("items", hasSize(1));
        run.get("/logs?q=" + "x".repeat(201)).statusCode(400).body("detail", containsString("200 characters"));
    }

    @Test
    void a_failed_calls_message_is_searched_too() {
        Given.aRun().calls("GET", "/files/17", 404).get("/logs?q=files").body("items", hasSize(1));
    }

    @Test
    void the_link_keeps_what_was_searched_for() {
        var run = Given.aRun();
        for (int i = 0; i < 3; i++) {
            run.says("info", "100% of {a} & b+c \"d e\" / 50%25 ü");
        }
        var q = encoded("100% {a} & b+c \"d e\" 50%25 ü");

        assertThat(Api.<Integer>walk(run.address() + "/logs?limit=1&level=info,error&q=" + q, "seq"))
                .containsExactly(1, 2, 3);
    }
}
