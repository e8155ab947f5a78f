package dev.runlog.log;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Errors, or failed Container API calls, that are the same but for their numbers, ids, addresses and quoted values.
 *
 * @param fingerprint 16 hex digits
 * @param title the first line of the first of them
 * @param level of the first of them, 0 to 7
 * @param count of entries, by the hour
 * @param runs how many runs had their first such entry in the window, by the hour; one at least
 * @param connectors 20 at most, as are versions and sites
 * @param sample the newest run's first such entry; null where retention has dropped it
 */
@Schema
public record ErrorGroup(
        String fingerprint,
        String title,
        int level,
        String source,
        long count,
        long runs,
        List<String> connectors,
        List<String> versions,
        List<String> sites,
        Instant firstSeen,
        Instant lastSeen,
        @Schema(nullable = true) Sample sample) {

    /** One of the entries. */
    @Schema(name = "ErrorGroupSample")
    public record Sample(UUID processId, int seq) {}
}
