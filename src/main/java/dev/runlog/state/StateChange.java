package dev.runlog.state;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A change of a state's status.
 *
 * @param detail what was said with it; null where nothing was
 */
public record StateChange(
        String status, Instant at, @Schema(nullable = true) String detail) {}
