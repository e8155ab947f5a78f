package dev.runlog.output;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One line of a stream.
 *
 * @param line its number within the stream, from 1
 * @param offset of its first byte within the stream
 * @param receivedAt when the write came in that holds its first byte
 * @param text without its line end; bytes that are not UTF-8 are U+FFFD
 * @param truncated the line is longer than 64 KiB and cut
 */
@Schema
public record OutputLine(
        @Schema(enumeration = {"stdout", "stderr"}) String stream,
        long line,
        long offset,
        Instant receivedAt,
        String text,
        boolean truncated) {}
