package dev.runlog.log;

import dev.runlog.log.Tail.Wanted;
import dev.runlog.page.Cursor;
import dev.runlog.page.EventStream;
import dev.runlog.page.Rows;
import dev.runlog.platform.Json;
import dev.runlog.platform.Utf8;
import dev.runlog.run.Connectors;
import dev.runlog.run.Run;
import dev.runlog.run.RunStore;
import dev.runlog.run.Standing;
import dev.runlog.run.Standing.Phase;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a run for all its tails: by bounded questions, and for tails that want the same at the same place once. */
@ApplicationScoped
class TailReads {
    /** How many entries one question looks through for what is wanted. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final int MOST_ENTRIES = 100;
    /** Past this a piece ends, so that little waits for a slow reader. */
    private static final int MOST_BYTES = 128 * 1024;

    private final Rows rows;
    private final RunStore runs;
    private final Connectors connectors;
    private final Json json;

    TailReads(Rows rows, RunStore runs, Connectors connectors, Json json) {
        this.rows = rows;
        this.runs = runs;
        this.connectors = connectors;
        this.json = json;
    }

    private record Place(Wanted wanted, int position) {}

    /** One look at one run: what was read is given to all whom it suits. */
    final class Look {
        private final Standing standing;
        private final Map<Place, TailPiece> pieces = new HashMap<>();
        private Run run;

        private Look(Standing standing) {
            this.standing = standing;
        }

        /** Gives the tail its next piece; true where nothing was left for it when the look began. */
        boolean advance(Tail tail) {
            if (tail.position() < standing.lastSeq()) {
                var place = new Place(tail.wanted(), tail.position());
                tail.take(pieces.computeIfAbsent(place, next -> read(tail, standing.lastSeq())));
            }
            return tail.position() >= standing.lastSeq();
        }

        /** Tells a tail that has all entries what became of the run; true where that was all. */
        boolean tell(Tail tail) {
            if (!tail.reader().followsRun()) {
                return false;
            }
            if (tail.isNews(standing.phase())) {
                tail.changed(Phase.of(run()), json.write(run()));
            }
            if (standing.phase().isOver()) {
                tail.reader().end(json.write(run()));
            }
            return standing.phase().isOver();
        }

        private Run run() {
            if (run == null) {
                run = runs.find(standing.runId()).orElseThrow();
            }
            return run;
        }
    }

    /** @param standing read before: what it speaks of can be read now */
    Look look(Standing standing) {
        return new Look(standing);
    }

    private TailPiece read(Tail tail, int lastSeq) {
        var upTo = (int) Math.min(lastSeq, (long) tail.position() + MOST_LOOKED_AT);
        var list = new LogList(connectors, tail.upTo(upTo), LogList.SORTS_OF_RUN.get(0));
        var after = new Cursor(Instant.EPOCH, List.of((long) tail.position()));
        var slice = list.page(rows, Optional.of(after), MOST_ENTRIES);
        var events = Buffer.buffer();
        int last = tail.position();
        boolean whole = !slice.more();
        for (var item : slice.items()) {
            if (events.length() > MOST_BYTES) {
                whole = false;
                break;
            }
            last = item.item().seq();
            events.appendBytes(Utf8.bytes(EventStream.event(last, "log", json.write(item.item()))));
        }
        return new TailPiece(events, whole ? upTo : last);
    }
}
