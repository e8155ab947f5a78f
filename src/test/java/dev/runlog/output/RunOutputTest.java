package dev.runlog.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.run.OutputTally;
import dev.runlog.run.OutputTally.Extent;
import java.time.Instant;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RunOutputTest {
    private static final Extent NOTHING = new Extent(0, 0, false);

    @Property
    void the_ends_of_lines_are_counted_whatever_lies_beside_them(@ForAll("bytesNearToALineEnd") byte[] bytes) {
        var output = new RunOutput(new OutputTally(1, 0, NOTHING, NOTHING, false));
        output.append(StandardStream.STDOUT, bytes, 0, Instant.EPOCH);
        var expected =
                IntStream.range(0, bytes.length).filter(i -> bytes[i] == '\n').count();
        assertThat(output.tally().stdout().lineEnds()).isEqualTo(expected);
    }

    @Provide
    Arbitrary<byte[]> bytesNearToALineEnd() {
        var near = Arbitraries.of(
                (byte) '\n', (byte) 0x0b, (byte) 0x09, (byte) 0x8a, (byte) 0x0a, (byte) 0, (byte) 0x80, (byte) 0xff);
        return Arbitraries.oneOf(near, Arbitraries.bytes())
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(100);
    }
}
