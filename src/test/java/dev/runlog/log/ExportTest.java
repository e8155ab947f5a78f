package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.page.Listing;
import dev.runlog.testing.Given;
import dev.runlog.testing.Listed;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports are read in pieces, bounded by number and by text: nothing is lost or doubled where two meet. */
@QuarkusTest
class ExportTest {
    private static final int FIRST = Listing.FIRST_PIECE;

    private static String entries(int count, String message) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"message\": \"" + message + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<Integer> numbers(String address) {
        return Listed.ndjson(address).stream()
                .map(entry -> entry.path("seq").asInt())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST - 1, FIRST, FIRST + 1, FIRST + Listing.MOST_PIECE, FIRST + Listing.MOST_PIECE + 1})
    void an_export_is_complete_wherever_its_pieces_end(int count) {
        var run = Given.aRun().logs(entries(count, "short"));

        assertThat(numbers("/api/v1/runs/" + run.processId() + "/logs")).isEqualTo(upTo(count));
    }

    @Test
    void a_piece_ends_early_where_its_text_gets_long() {
        var run = Given.aRun();
        for (int i = 0; i < 4; i++) {
            run.logs(entries(200, "short")).logs(entries(30, "x".repeat(60_000)));
        }

        assertThat(numbers("/api/v1/runs/" + run.processId() + "/logs")).isEqualTo(upTo(920));
        var newestFirst = Listed.ndjson("/api/v1/logs?connector=" + run.connector()).stream()
                .map((JsonNode entry) -> entry.path("seq").asInt())
                .sorted()
                .toList();
        assertThat(newestFirst).isEqualTo(upTo(920));
        assertThat(Listed.rows("/api/v1/runs/" + run.processId() + "/logs", "text/csv"))
                .hasSize(921);
    }
}
