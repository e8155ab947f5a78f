package dev.runlog.output;

import java.time.Instant;

/**
 * A stored piece of a stream, as it was received.
 *
 * @param startOffset offset of its first byte within the stream
 * @param number its place among the pieces of both streams of the run, from 1
 * @param firstLine line ends of the stream before it
 */
record OutputChunk(long startOffset, int number, Instant receivedAt, long firstLine, byte[] bytes) {
    static final int MOST_BYTES = 64 * 1024;

    /** Offset behind its last byte. */
    long end() {
        return startOffset + bytes.length;
    }

    /** Offset behind the {@code ordinal}-th line end of the stream, which must be in here. */
    long behindLineEnd(long ordinal) {
        long passed = firstLine;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' && ++passed == ordinal) {
                return startOffset + i + 1;
            }
        }
        throw new IllegalStateException("line end " + ordinal + " is not in the chunk at " + startOffset);
    }
}
