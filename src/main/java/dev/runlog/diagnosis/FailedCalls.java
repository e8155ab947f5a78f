package dev.runlog.diagnosis;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Container API calls of one run that failed alike.
 *
 * @param method null where the calls are past their retention, as is {@code path}
 * @param path of the first of them, without its query
 * @param responseCode null also where no answer came
 */
record FailedCalls(
        @Schema(nullable = true) String method,
        @Schema(nullable = true) String path,
        @Schema(nullable = true) Integer responseCode,
        long count) {}
