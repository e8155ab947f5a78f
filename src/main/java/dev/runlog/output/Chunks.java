package dev.runlog.output;

import java.util.List;
import java.util.OptionalLong;

/** The stored pieces of one stream of one run. */
interface Chunks {

    /**
     * The piece that holds the byte at {@code offset} and those behind it, as many as may be held in memory.
     *
     * @param offset of a byte that was stored
     * @return never empty
     */
    List<OutputChunk> from(long offset);

    /** Where the first piece behind {@code offset} begins that has {@code lineEnds} line ends or more before it. */
    OptionalLong startBehind(long offset, long lineEnds);

    /** The last piece of those that begin before {@code end} and have fewer than {@code lineEnds} line ends before. */
    OutputChunk lastBefore(long end, long lineEnds);
}
