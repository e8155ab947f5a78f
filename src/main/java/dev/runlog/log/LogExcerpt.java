package dev.runlog.log;

/**
 * The beginning of an entry: enough to know it by.
 *
 * @param message its first 1 000 characters
 * @param method null unless a Container API call failed, as are {@code path}, {@code responseCode} and
 *     {@code responseBody}
 * @param path of the request, without its query
 * @param responseCode null also where no answer came
 * @param responseBody its first 500 characters; null also where there was none
 */
public record LogExcerpt(
        int seq,
        Severity severity,
        Source source,
        String message,
        String method,
        String path,
        Integer responseCode,
        String responseBody) {}
