package dev.runlog.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    private static List<String> lines(String stream) {
        return OutputTail.of(stream.getBytes(StandardCharsets.UTF_8), 0).lines();
    }

    @Test
    void lines_are_shown_without_their_ends() {
        assertThat(lines("a\r\nb\n")).containsExactly("a", "b");
        assertThat(lines("")).isEmpty();
    }

    /** Else the lines from one to the end of the stream would be counted wrongly. */
    @Test
    void a_last_line_of_nothing_but_escape_sequences_is_one_all_the_same() {
        assertThat(lines("a\n\033[0m")).containsExactly("a", "");
        assertThat(lines("a\n\033[0m\n")).containsExactly("a", "");
    }
}
