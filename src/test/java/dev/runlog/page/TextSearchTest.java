package dev.runlog.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextSearchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            feed                   | feed           | ``
            feed rejected          | feed;rejected  | ``
            "feed rejected"        | feed rejected  | ``
            feed -rejected         | feed           | rejected
            feed -"was rejected"   | feed           | was rejected
            -a -b                  | ``             | a;b
            feed - rejected        | feed;rejected  | ``
            well-known             | well-known     | ``
            --option               | ``             | -option
            "open phrase           | open phrase    | ``
            ""                     | ``             | ``
            "-1"                   | -1             | ``
            """)
    void words_phrases_and_what_must_not_be(String q, String wanted, String unwanted) {
        assertThat(TextSearch.of(q)).isEqualTo(new TextSearch(terms(wanted), terms(unwanted)));
    }

    private static List<String> terms(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(";"));
    }

    @Test
    void characters_of_like_are_plain() {
        assertThat(TextSearch.escaped("100%_\\")).isEqualTo("100\\%\\_\\\\");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            FEED        | a feed        | true
            feed x      | a feed        | false
            -feed       | a feed        | false
            .*          | a feed        | false
            ÜBER        | über          | true
            """)
    void matches_as_the_database_does(String q, String text, boolean matches) {
        assertThat(TextSearch.of(q).matches(text)).isEqualTo(matches);
    }
}
