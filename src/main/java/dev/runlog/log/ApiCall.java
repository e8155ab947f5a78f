package dev.runlog.log;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A Container API call that failed.
 *
 * @param responseCode 400–599; null when no answer came
 * @param responseBodyBytes size of the body as it was sent, in UTF-8 bytes, before any cut
 * @param truncated the body was longer than 64 KiB and is cut
 * @param durationMs milliseconds, if the sender measured
 */
public record ApiCall(
        String method,
        String requestUri,
        @Schema(nullable = true) Integer responseCode,
        @Schema(nullable = true) String responseBody,
        @Schema(nullable = true) Long responseBodyBytes,
        boolean truncated,
        @Schema(nullable = true) Long durationMs) {

    String told() {
        return told(method, requestUri, responseCode);
    }

    /** In a few words: the message of one that was sent without. */
    public static String told(String method, String requestUri, Integer responseCode) {
        return method + " " + requestUri + (responseCode == null ? " got no answer" : " answered " + responseCode);
    }
}
