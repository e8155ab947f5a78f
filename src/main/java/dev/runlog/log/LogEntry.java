package dev.runlog.log;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that a connector said, or one failed Container API call.
 *
 * @param seq 1, 2, 3 … within the run without gaps, in the order in which entries became visible
 * @param timestamp the sender's, or that of receipt where it sent none that can be believed
 * @param label as it was sent, in lower case: {@code success}, {@code report} or the syslog name
 * @param context a JSON object, kept as it was sent; null where none was
 * @param truncated a part was over its bound and is cut
 * @param sentTimestamp the sender's where it was too far ahead or behind
 * @param fingerprint 16 hex digits, for levels 0–3 and failed calls
 * @param apiCall null unless the source is {@code container-api}
 */
@Schema
@JsonSerialize(using = LogEntryJson.class)
public record LogEntry(
        UUID processId,
        int seq,
        Instant timestamp,
        Instant receivedAt,
        @Schema(minimum = "0", maximum = "7") int level,
        String levelName,
        String label,

        @Schema(enumeration = {"application", "container-api"})
        String source,

        String message,

        @Schema(type = SchemaType.OBJECT, nullable = true) @JsonRawValue
        String context,

        boolean truncated,
        @Schema(nullable = true) Instant sentTimestamp,
        @Schema(nullable = true) String fingerprint,
        @Schema(nullable = true) String connector,
        @Schema(nullable = true) String site,
        @Schema(nullable = true) String version,
        @Schema(nullable = true) ApiCall apiCall) {}
