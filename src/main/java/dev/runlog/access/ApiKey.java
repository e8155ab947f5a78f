package dev.runlog.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An API key, without what it is.
 *
 * @param connectors null where it is not limited to some
 * @param processId null where it is not limited to one run
 * @param lastUsedAt to the minute; null where it has not been used
 */
@Schema
public record ApiKey(
        UUID id,
        String name,
        List<String> scopes,
        @Schema(nullable = true) List<String> connectors,
        @Schema(nullable = true) UUID processId,
        Instant createdAt,
        @Schema(nullable = true) Instant expiresAt,
        @Schema(nullable = true) Instant lastUsedAt,
        @Schema(nullable = true) Instant revokedAt) {}
