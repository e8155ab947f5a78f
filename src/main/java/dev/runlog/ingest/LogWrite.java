package dev.runlog.ingest;

import dev.runlog.log.LogRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * One request's entries.
 *
 * @param answer makes the answer from the last entry's number
 */
record LogWrite(
        Writer writer,
        UUID processId,
        List<LogRow> rows,
        Instant receivedAt,
        Optional<Idempotency> idempotency,
        IntFunction<Answer> answer)
        implements GroupKeys.Keyed {
    private static final int ROW_OVERHEAD = 100;
    private static final int MOST_SMALL_ROWS = 16;
    private static final int MOST_SMALL_WEIGHT = 16 * 1024;

    @Override
    public int spread() {
        return processId.hashCode();
    }

    @Override
    public boolean isSmall() {
        return rows.size() <= MOST_SMALL_ROWS && weight() <= MOST_SMALL_WEIGHT;
    }

    @Override
    public long weight() {
        return weight(rows);
    }

    /** See {@link GroupCommit.Write#weight}. */
    static long weight(List<LogRow> rows) {
        long weight = 0;
        for (var row : rows) {
            weight += ROW_OVERHEAD + row.columns().length;
        }
        return weight;
    }

    @Override
    public Answer unstored() {
        return answer.apply(rows.size());
    }
}
