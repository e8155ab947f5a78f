package dev.runlog.log;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Errors that are the same but for their numbers, ids, addresses and quoted values.
 *
 * @param fingerprint 16 hex digits
 * @param title the first line of one of them
 * @param level the worst of them
 * @param count how many
 * @param runs how many runs had one
 * @param connectors 20 at most, as are {@code versions} and {@code sites}
 */
@Schema
public record ErrorGroup(
        String fingerprint,
        String title,
        @Schema(minimum = "0", maximum = "7") int level,

        @Schema(enumeration = {"application", "container-api"})
        String source,

        long count,
        long runs,
        List<String> connectors,
        List<String> versions,
        List<String> sites,
        Instant firstSeen,
        Instant lastSeen,
        Sample sample) {

    /** One of its entries. */
    public record Sample(UUID processId, int seq) {}
}
