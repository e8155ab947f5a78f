package dev.runlog.state;

import dev.runlog.platform.Utf8;
import java.time.Instant;

/**
 * What a sender says of a state.
 *
 * @param version null where it was not said
 * @param createdAt null where it was not said
 * @param at since when the status holds; null where it was not said: the time of receipt
 * @param detail null where there is none; cut to 16 KiB
 */
public record StateReport(
        String connector,
        String name,
        String status,
        String ownerId,
        String version,
        Instant createdAt,
        Instant at,
        String detail) {
    private static final int MOST_DETAIL_BYTES = 16 * 1024;

    public StateReport {
        detail = detail == null ? null : Utf8.cut(detail, MOST_DETAIL_BYTES);
    }
}
