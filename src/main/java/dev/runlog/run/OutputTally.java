package dev.runlog.run;

/**
 * What a run's output amounts to.
 *
 * @param lastChunk number of the last stored piece of either stream; 0 where there is none
 * @param failed the run has failed: what is appended now was not known then
 */
public record OutputTally(long runId, int lastChunk, Extent stdout, Extent stderr, boolean failed) {

    /**
     * How far a stream reaches.
     *
     * @param lineEnds line ends among its bytes
     * @param open its last line has no end yet
     */
    public record Extent(long bytes, long lineEnds, boolean open) {

        /** Lines, an unterminated last one counted. */
        public long lines() {
            return open ? lineEnds + 1 : lineEnds;
        }
    }
}
