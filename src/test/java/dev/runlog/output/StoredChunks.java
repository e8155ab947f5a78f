package dev.runlog.output;

import dev.runlog.output.RunOutput.Added;
import dev.runlog.run.OutputTally;
import dev.runlog.run.OutputTally.Extent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One run's output in memory, stored as the service stores it, read in batches of two pieces. */
final class StoredChunks {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Extent EMPTY = new Extent(0, 0, false);

    private final RunOutput output = new RunOutput(new OutputTally(1, 0, EMPTY, EMPTY, false));
    private int writes;

    StoredChunks write(StandardStream stream, byte[] bytes) {
        output.append(stream, bytes, 0, NOW.plusSeconds(writes++));
        return this;
    }

    OutputTally tally() {
        return output.tally();
    }

    Chunks of(StandardStream stream) {
        return new InMemory(output.added().stream()
                .filter(added -> added.stream() == stream)
                .map(Added::chunk)
                .toList());
    }

    List<OutputLine> lines(StandardStream stream) {
        var walk = new LineWalk(stream, of(stream), stream.in(tally()), Position.START);
        var lines = new ArrayList<OutputLine>();
        for (var found = walk.next(); found.isPresent(); found = walk.next()) {
            lines.add(found.get().line());
        }
        return lines;
    }

    private record InMemory(List<OutputChunk> all) implements Chunks {

        @Override
        public List<OutputChunk> from(long offset) {
            return all.stream().filter(chunk -> chunk.end() > offset).limit(2).toList();
        }

        @Override
        public OptionalLong startBehind(long offset, long lineEnds) {
            return all.stream()
                    .filter(chunk -> chunk.startOffset() > offset && chunk.firstLine() >= lineEnds)
                    .mapToLong(OutputChunk::startOffset)
                    .findFirst();
        }

        @Override
        public OutputChunk lastBefore(long end, long lineEnds) {
            return all.stream()
                    .filter(chunk -> chunk.startOffset() < end && chunk.firstLine() < lineEnds)
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        }
    }
}
