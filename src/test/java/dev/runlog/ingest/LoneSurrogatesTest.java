package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.platform.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LoneSurrogatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String replaced(String json) {
        var padded = ("\\ud800" + json + "\\ud800").getBytes(StandardCharsets.UTF_8);
        var kept = LoneSurrogates.replaced(padded, 6, padded.length - 12);
        return kept.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(json);
    }

    @Property(tries = 2000)
    void a_string_reads_as_it_would_be_stored(@ForAll("pieces") List<String> pieces) throws Exception {
        var json = "\"" + String.join("", pieces) + "\"";

        var kept = replaced(json);

        assertThat(JSON.readValue(kept, String.class)).isEqualTo(Utf8.storable(JSON.readValue(json, String.class)));
    }

    @Example
    void an_escape_that_is_none_is_left_to_the_parser() {
        assertThat(replaced("\"\\ud8\"")).isEqualTo("\"\\ud8\"");
        assertThat(replaced("\"\\ud80x\\")).isEqualTo("\"\\ud80x\\");
        assertThat(replaced("\\")).isEqualTo("\\");
        assertThat(replaced("")).isEmpty();
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "\\ud800",
                        "\\uDbFf",
                        "\\uDC00",
                        "\\udfff",
                        "\\ud83d\\ude00",
                        "\\\\",
                        "\\n",
                        "\\u0041",
                        "ud800",
                        "a",
                        "é😀",
                        "eight or more without")
                .list()
                .ofMaxSize(12);
    }
}
