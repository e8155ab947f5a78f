package dev.runlog.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.platform.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsiStripTest {

    /** Strips the bytes in pieces of {@code size}; {@code ^} stands for the escape, {@code ~} for the bell. */
    private static String stripped(String text, int size) throws IOException {
        var bytes = Utf8.bytes(text.replace('^', '\u001B').replace('~', '\u0007'));
        var out = new ByteArrayOutputStream();
        var strip = new AnsiStrip(out);
        for (int i = 0; i < bytes.length; i += size) {
            strip.write(bytes, i, Math.min(size, bytes.length - i));
        }
        strip.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a colour                      | ^[31mred^[0m                        | red
            several parameters            | ^[1;38;5;196mx^[m                   | x
            a private cursor sequence     | ^[?25lx^[2K^[1Ay                    | xy
            a title that a bell ends      | ^]0;title~x                         | x
            a link that ST ends           | ^]8;;https://example.org^\\text^]8;;^\\ | text
            a device control string       | ^Pq#0;2^\\x                         | x
            a two-byte escape             | ^cx^7y^Mz                           | xyz
            a choice of character set     | ^(Bx                                | x
            an escape after an escape     | ^^[31mx                             | x
            text beyond ASCII             | ^[1mGrüße €^[0m                     | Grüße €
            nothing to leave out          | [31mplain]                          | [31mplain]
            """)
    void leaves_out(String what, String given, String left) throws IOException {
        for (int size = 1; size < 40; size++) {
            assertThat(stripped(given, size))
                    .as("%s in pieces of %d", what, size)
                    .isEqualTo(left);
        }
    }

    @Test
    void a_sequence_that_a_line_end_breaks_off_hides_nothing_behind_it() throws IOException {
        assertThat(stripped("^[31\nred", 3)).isEqualTo("\nred");
        assertThat(stripped("^]0;title\nnext", 3)).isEqualTo("\nnext");
        assertThat(stripped("^\nnext", 1)).isEqualTo("\nnext");
    }
}
