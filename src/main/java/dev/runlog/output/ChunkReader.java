package dev.runlog.output;

import java.util.List;

/** Goes through a stream's pieces, forwards or by leaps, holding a batch of them. For one thread. */
final class ChunkReader {
    private final Chunks chunks;
    private List<OutputChunk> batch = List.of();
    private int index;

    ChunkReader(Chunks chunks) {
        this.chunks = chunks;
    }

    /** The piece that holds the byte at {@code offset}. */
    OutputChunk at(long offset) {
        while (index < batch.size() && offset >= batch.get(index).end()) {
            index++;
        }
        if (index == batch.size() || offset < batch.get(index).startOffset()) {
            batch = chunks.from(offset);
            index = 0;
        }
        return batch.get(index);
    }
}
