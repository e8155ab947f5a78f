package dev.runlog.output;

import dev.runlog.run.OutputTally;
import dev.runlog.run.OutputTally.Extent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run's output while its tally is locked: where it ends, and what was added. For one thread. */
public final class RunOutput {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LINE_ENDS = 0x0a0a0a0a0a0a0a0aL;
    private static final long SEVEN_BITS = 0x7f7f7f7f7f7f7f7fL;

    private final List<Added> added = new ArrayList<>();
    private OutputTally tally;

    record Added(StandardStream stream, OutputChunk chunk) {}

    public RunOutput(OutputTally locked) {
        this.tally = locked;
    }

    public OutputTally tally() {
        return tally;
    }

    public boolean isChanged() {
        return !added.isEmpty();
    }

    public long size(StandardStream stream) {
        return stream.in(tally).bytes();
    }

    List<Added> added() {
        return added;
    }

    /** Appends {@code bytes} from index {@code from} on, in pieces that can be read one at a time; keeps the array. */
    public void append(StandardStream stream, byte[] bytes, int from, Instant receivedAt) {
        for (int start = from; start < bytes.length; start += OutputChunk.MOST_BYTES) {
            var end = Math.min(bytes.length, start + OutputChunk.MOST_BYTES);
            var isWhole = start == 0 && end == bytes.length;
            append(stream, isWhole ? bytes : Arrays.copyOfRange(bytes, start, end), receivedAt);
        }
    }

    private void append(StandardStream stream, byte[] piece, Instant receivedAt) {
        var extent = stream.in(tally);
        var number = tally.lastChunk() + 1;
        added.add(new Added(stream, new OutputChunk(extent.bytes(), number, receivedAt, extent.lineEnds(), piece)));
        var grown = new Extent(
                extent.bytes() + piece.length, extent.lineEnds() + lineEnds(piece), piece[piece.length - 1] != '\n');
        tally = switch (stream) {
            case STDOUT -> new OutputTally(tally.runId(), number, grown, tally.stderr(), tally.failed());
            case STDERR -> new OutputTally(tally.runId(), number, tally.stdout(), grown, tally.failed());
        };
    }

    /** Eight bytes at a time: where one is a line end, the difference from eight line ends has a zero. */
    private static int lineEnds(byte[] bytes) {
        int count = 0;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            var difference = (long) EIGHT.get(bytes, at) ^ LINE_ENDS;
            var belowTopBit = (difference & SEVEN_BITS) + SEVEN_BITS;
            count += Long.bitCount(~(belowTopBit | difference | SEVEN_BITS));
        }
        for (; at < bytes.length; at++) {
            count += bytes[at] == '\n' ? 1 : 0;
        }
        return count;
    }
}
