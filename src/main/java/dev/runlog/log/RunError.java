package dev.runlog.log;

import java.time.Instant;

/**
 * What one run has of an error group.
 *
 * @param severity the worst of its entries
 * @param firstAt by the senders' clocks, as is {@code lastAt}
 */
public record RunError(
        long fingerprint,
        Severity severity,
        Source source,
        long entries,
        int firstSeq,
        int lastSeq,
        Instant firstAt,
        Instant lastAt) {}
