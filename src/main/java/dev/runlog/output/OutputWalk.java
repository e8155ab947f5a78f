package dev.runlog.output;

import dev.runlog.output.LineWalk.Found;
import dev.runlog.page.Cursor;
import dev.runlog.run.OutputTally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Merges the lines of streams by the order in which their first bytes were received. For one thread. */
public final class OutputWalk {
    /** How many keys say where a walk stands. */
    private final Map<StandardStream, Position> positions = new EnumMap<>(StandardStream.class);

    private final Map<StandardStream, LineWalk> walks = new EnumMap<>(StandardStream.class);
    private final Map<StandardStream, Found> ahead = new EnumMap<>(StandardStream.class);

    OutputWalk(
            Function<StandardStream, Chunks> chunks,
            OutputTally tally,
            Set<StandardStream> streams,
            Optional<Cursor> after) {
        for (var stream : StandardStream.values()) {
            var first = stream.ordinal() * Position.KEYS;
            positions.put(
                    stream, after.map(cursor -> Position.of(cursor, first)).orElse(Position.START));
        }
        for (var stream : streams) {
            walks.put(stream, new LineWalk(stream, chunks.apply(stream), stream.in(tally), positions.get(stream)));
            advance(stream);
        }
    }

    /** The next line; what comes behind the streams' ends of the beginning is not seen. */
    public Optional<OutputLine> next() {
        StandardStream earliest = null;
        for (var stream : ahead.keySet()) {
            if (earliest == null
                    || ahead.get(stream).chunk() < ahead.get(earliest).chunk()) {
                earliest = stream;
            }
        }
        if (earliest == null) {
            return Optional.empty();
        }
        var found = ahead.remove(earliest);
        positions.put(earliest, found.next());
        advance(earliest);
        return Optional.of(found.line());
    }

    private void advance(StandardStream stream) {
        walks.get(stream).next().ifPresent(found -> ahead.put(stream, found));
    }

    /** What a cursor behind the last line given holds: where each stream goes on. */
    public List<Object> keys() {
        var keys = new ArrayList<Object>();
        positions.values().forEach(position -> keys.addAll(position.keys()));
        return keys;
    }
}
