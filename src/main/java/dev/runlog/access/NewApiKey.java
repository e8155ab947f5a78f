package dev.runlog.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An API key that was just made.
 *
 * @param key shown this once
 */
@Schema
public record NewApiKey(
        UUID id,
        String key,
        String name,
        List<String> scopes,
        @Schema(nullable = true) List<String> connectors,
        @Schema(nullable = true) UUID processId,
        Instant createdAt,
        @Schema(nullable = true) Instant expiresAt) {
    static NewApiKey of(ApiKey made, KeyText text) {
        return new NewApiKey(
                made.id(),
                text.text(),
                made.name(),
                made.scopes(),
                made.connectors(),
                made.processId(),
                made.createdAt(),
                made.expiresAt());
    }

    /** A key is not to be found in a log by accident. */
    @Override
    public String toString() {
        return "NewApiKey[" + id + "]";
    }
}
