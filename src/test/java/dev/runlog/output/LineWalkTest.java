package dev.runlog.output;

import static dev.runlog.output.StandardStream.STDERR;
import static dev.runlog.output.StandardStream.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.platform.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineWalkTest {

    private static StoredChunks stored(String... writes) {
        var stored = new StoredChunks();
        for (var write : writes) {
            stored.write(STDOUT, Utf8.bytes(write));
        }
        return stored;
    }

    private static List<String> texts(StoredChunks stored) {
        return stored.lines(STDOUT).stream().map(OutputLine::text).toList();
    }

    @Test
    void a_line_over_several_writes_is_one_line_of_the_first_write() {
        var lines = stored("a\nb", "c", "d\ne\n").lines(STDOUT);

        assertThat(lines).extracting(OutputLine::text).containsExactly("a", "bcd", "e");
        assertThat(lines).extracting(OutputLine::line).containsExactly(1L, 2L, 3L);
        assertThat(lines).extracting(OutputLine::offset).containsExactly(0L, 2L, 6L);
        assertThat(lines.get(1).receivedAt()).isEqualTo(lines.get(0).receivedAt());
        assertThat(lines.get(2).receivedAt()).isAfter(lines.get(1).receivedAt());
    }

    @Test
    void empty_lines_count_and_a_last_line_needs_no_end() {
        assertThat(texts(stored("\n\na"))).containsExactly("", "", "a");
        assertThat(texts(stored("a\n"))).containsExactly("a");
        assertThat(texts(stored())).isEmpty();
    }

    @Test
    void a_carriage_return_is_taken_off_before_a_line_end_only() {
        assertThat(texts(stored("a\r", "\nb\rc\r\r\nd\r"))).containsExactly("a", "b\rc\r", "d\r");
    }

    @Test
    void a_character_cut_by_a_write_is_whole_and_what_is_not_utf8_is_replaced() {
        var euro = Utf8.bytes("€");
        var stored = new StoredChunks()
                .write(STDOUT, new byte[] {euro[0]})
                .write(STDOUT, new byte[] {euro[1], euro[2], (byte) 0xFF, '\n'});

        assertThat(texts(stored)).containsExactly("€\uFFFD");
    }

    @Test
    void a_line_of_64_kib_is_whole_and_one_byte_more_is_cut() {
        var most = "x".repeat(LineText.MOST_BYTES);
        var lines = stored(most + "\n", most + "\r\n", most + "y\n", most + "y").lines(STDOUT);

        assertThat(lines).extracting(OutputLine::text).containsOnly(most).hasSize(4);
        assertThat(lines).extracting(OutputLine::truncated).containsExactly(false, false, true, true);
    }

    @Test
    void a_cut_line_ends_with_a_whole_character() {
        var line = stored("x" + "€".repeat(30_000)).lines(STDOUT).get(0);

        assertThat(line.text()).isEqualTo("x" + "€".repeat((LineText.MOST_BYTES - 1) / 3));
    }

    @Test
    void what_follows_an_endless_line_is_found_behind_its_end() {
        var lines = stored("a\n", "x".repeat(1_000_000), "y".repeat(1_000_000), "z\nb", "\nc")
                .lines(STDOUT);

        assertThat(lines).extracting(OutputLine::line).containsExactly(1L, 2L, 3L, 4L);
        assertThat(lines).extracting(OutputLine::text).contains("a", "b", "c");
        assertThat(lines.get(1).truncated()).isTrue();
    }

    @Test
    void both_streams_come_in_the_order_in_which_their_lines_began() {
        var stored = new StoredChunks()
                .write(STDOUT, Utf8.bytes("out 1\nout 2"))
                .write(STDERR, Utf8.bytes("err 1\n"))
                .write(STDOUT, Utf8.bytes(" goes on\nout 3\n"))
                .write(STDERR, Utf8.bytes("err 2"));
        var walk = new OutputWalk(stored::of, stored.tally(), Set.of(STDERR, STDOUT), Optional.empty());
        var texts = new ArrayList<String>();
        for (var line = walk.next(); line.isPresent(); line = walk.next()) {
            texts.add(line.get().text());
        }

        assertThat(texts).containsExactly("out 1", "out 2 goes on", "err 1", "out 3", "err 2");
    }
}
