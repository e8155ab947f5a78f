package dev.runlog.output;

import static dev.runlog.output.StandardStream.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SplitWritesTest {

    @Property(tries = 500)
    void however_bytes_are_split_into_writes_the_lines_are_the_same(
            @ForAll("output") byte[] bytes, @ForAll List<Short> cuts) {
        var whole = written(List.of(bytes));
        var split = written(split(bytes, cuts));

        assertThat(contents(split)).isEqualTo(contents(whole));
        assertThat(STDOUT.in(split.tally())).isEqualTo(STDOUT.in(whole.tally()));
        assertThat(split.lines(STDOUT)).hasSize((int) STDOUT.in(whole.tally()).lines());
    }

    @Property(tries = 500)
    void however_bytes_are_split_into_writes_the_bytes_are_the_same(
            @ForAll("output") byte[] bytes, @ForAll List<Short> cuts) throws Exception {
        var stored = written(split(bytes, cuts));
        var read = new ByteArrayOutputStream();
        var reader = new ChunkReader(stored.of(STDOUT));
        for (long offset = 0; offset < bytes.length; offset = reader.at(offset).end()) {
            read.write(reader.at(offset).bytes());
        }

        assertThat(read.toByteArray()).isEqualTo(bytes);
    }

    @Property(tries = 500)
    void the_tail_begins_where_that_many_lines_are_left(
            @ForAll("output") byte[] bytes, @ForAll List<Short> cuts, @ForAll("lineCounts") int count) {
        var stored = written(split(bytes, cuts));
        var lines = stored.lines(STDOUT);
        var tail = RawOutput.tail(stored.of(STDOUT), STDOUT.in(stored.tally()), count);

        assertThat(tail.to()).isEqualTo(bytes.length);
        assertThat(tail.from())
                .isEqualTo(
                        count >= lines.size()
                                ? 0
                                : lines.get(lines.size() - count).offset());
    }

    @Provide
    Arbitrary<byte[]> output() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(300)
                .flatMap(any -> Arbitraries.of((byte) '\n', (byte) '\r', (byte) 'a', (byte) 0xC3, (byte) 0xA4)
                        .array(byte[].class)
                        .ofMaxSize(300)
                        .map(likely -> concatenated(any, likely)));
    }

    @Provide
    Arbitrary<Integer> lineCounts() {
        return Arbitraries.integers().between(1, 200);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static StoredChunks written(List<byte[]> writes) {
        var stored = new StoredChunks();
        writes.forEach(write -> stored.write(STDOUT, write));
        return stored;
    }

    private static List<byte[]> split(byte[] bytes, List<Short> cuts) {
        var places = new TreeSet<Integer>();
        cuts.forEach(cut -> places.add(Math.floorMod(cut, bytes.length + 1)));
        places.add(bytes.length);
        var writes = new ArrayList<byte[]>();
        int from = 0;
        for (int to : places) {
            writes.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return writes;
    }

    private record Content(long line, long offset, String text, boolean truncated) {}

    private static List<Content> contents(StoredChunks stored) {
        return stored.lines(STDOUT).stream()
                .map(line -> new Content(line.line(), line.offset(), line.text(), line.truncated()))
                .toList();
    }
}
