package dev.runlog.output;

import dev.runlog.run.OutputTally.Extent;
import java.util.Optional;

/** Cuts one stream into lines, from any position to where the stream ended at the start. For one thread. */
final class LineWalk {
    private final StandardStream stream;
    private final Chunks chunks;
    private final ChunkReader reader;
    private final Extent extent;
    private Position position;

    LineWalk(StandardStream stream, Chunks chunks, Extent extent, Position from) {
        this.stream = stream;
        this.chunks = chunks;
        this.reader = new ChunkReader(chunks);
        this.extent = extent;
        this.position = from;
    }

    /**
     * @param chunk number of the piece that holds the line's first byte
     * @param next where reading goes on behind the line
     */
    record Found(OutputLine line, int chunk, Position next) {}

    /** The next line; a last one without an end counts. */
    Optional<Found> next() {
        if (position.inside() && !leaveLine() || position.offset() >= extent.bytes()) {
            return Optional.empty();
        }
        var begin = position;
        var first = reader.at(begin.offset());
        var text = new LineText();
        var ended = false;
        var offset = begin.offset();
        while (!ended && offset < extent.bytes() && !text.isFull()) {
            var chunk = reader.at(offset);
            var from = (int) (offset - chunk.startOffset());
            var to = lineEnd(chunk.bytes(), from);
            text.add(chunk.bytes(), from, to);
            ended = to < chunk.bytes().length;
            offset = chunk.startOffset() + (ended ? to + 1 : to);
        }
        position = ended ? new Position(offset, begin.line() + 1, false) : new Position(offset, begin.line(), true);
        var shown = text.shown(ended);
        var line = new OutputLine(
                stream.label(), begin.line(), begin.offset(), first.receivedAt(), shown.text(), shown.truncated());
        return Optional.of(new Found(line, first.number(), position));
    }

    /** Goes behind the end of the present line, without reading all that lies between; false where it has none yet. */
    private boolean leaveLine() {
        if (position.line() > extent.lineEnds()) {
            return false;
        }
        var chunk = reader.at(position.offset());
        var from = (int) (position.offset() - chunk.startOffset());
        var to = lineEnd(chunk.bytes(), from);
        var behind = to < chunk.bytes().length ? chunk.startOffset() + to + 1 : behindDistantEnd();
        position = new Position(behind, position.line() + 1, false);
        return true;
    }

    private long behindDistantEnd() {
        var later = chunks.startBehind(position.offset(), position.line()).orElse(extent.bytes());
        return reader.at(later - 1).behindLineEnd(position.line());
    }

    /** Index of the first line end, or the length. */
    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return bytes.length;
    }
}
