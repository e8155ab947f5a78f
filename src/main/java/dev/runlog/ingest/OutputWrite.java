package dev.runlog.ingest;

import dev.runlog.output.StandardStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One request's bytes.
 *
 * @param offset of its first byte within the stream; empty where it is to be appended
 */
record OutputWrite(
        Writer writer,
        UUID processId,
        StandardStream stream,
        OptionalLong offset,
        byte[] bytes,
        Instant receivedAt,
        Optional<Idempotency> idempotency)
        implements GroupKeys.Keyed {
    private static final int OVERHEAD = 200;

    @Override
    public int spread() {
        return processId.hashCode();
    }

    /** Those of one stream must keep their order, whatever their size. */
    @Override
    public boolean isSmall() {
        return false;
    }

    @Override
    public long weight() {
        return OVERHEAD + bytes.length;
    }

    @Override
    public Answer unstored() {
        return new Answer(200, "{\"stream\":\"" + stream.label() + "\",\"size\":" + bytes.length + "}");
    }
}
