package dev.runlog.log;

import dev.runlog.platform.CopyColumns;
import dev.runlog.platform.Utf8;
import java.time.Instant;

/**
 * An entry on its way in: what its run counts of it, and its columns as COPY takes them, made on the thread that read
 * it. What is over a bound is cut and marked.
 *
 * @param fingerprint null below error and for no failed call
 * @param columns all but those that are known only at the write
 */
public record LogRow(Severity severity, Source source, Instant loggedAt, Long fingerprint, byte[] columns) {
    public static final int MOST_MESSAGE_BYTES = 64 * 1024;
    public static final int MOST_CONTEXT_BYTES = 32 * 1024;
    public static final int MOST_URI_BYTES = 8 * 1024;

    /** The order of {@link #columns}. */
    static final String COLUMNS =
            "logged_at, sent_at, level, label, source, cut, fingerprint, message, context, method, "
                    + "request_uri, response_code, response_body, response_body_bytes, duration_ms";

    /**
     * What the sender said, text without NUL and lone surrogates.
     *
     * @param sentAt the sender's time where it cannot be believed, else null
     * @param label {@code success}, {@code report}, or null for the severity's own name
     * @param context a JSON object, or null
     */
    public record Said(
            Instant loggedAt, Instant sentAt, Severity severity, String label, String message, String context) {}

    /**
     * The failed call behind an entry; see {@link ApiCall}.
     *
     * @param responseBodyBytes of the body as it was received; null where there is none
     */
    public record Call(
            String method,
            String requestUri,
            Integer responseCode,
            String responseBody,
            Long responseBodyBytes,
            Long durationMs) {}

    public static LogRow ofApplication(Said said) {
        var fingerprint = said.severity().isErrorOrWorse() ? Fingerprint.ofMessage(said.message()) : null;
        var columns = new CopyColumns();
        write(columns, said, Source.APPLICATION, cut(said), fingerprint);
        columns.nothing().nothing().nothing().nothing().nothing().nothing();
        return new LogRow(said.severity(), Source.APPLICATION, said.loggedAt(), fingerprint, columns.toByteArray());
    }

    public static LogRow ofCall(Said said, Call call) {
        var fingerprint = (Long) Fingerprint.ofCall(call.method(), call.requestUri(), call.responseCode());
        var uri = Utf8.cut(call.requestUri(), MOST_URI_BYTES);
        var body = call.responseBody() == null ? null : Utf8.cut(call.responseBody(), MOST_MESSAGE_BYTES);
        var cut = cut(said)
                | (uri.length() < call.requestUri().length() ? Cut.REQUEST_URI : 0)
                | (body != null && body.length() < call.responseBody().length() ? Cut.RESPONSE_BODY : 0);
        var columns = new CopyColumns();
        write(columns, said, Source.CONTAINER_API, cut, fingerprint);
        columns.text(call.method())
                .text(uri)
                .int2(call.responseCode())
                .text(body)
                .int8(call.responseBodyBytes())
                .int8(call.durationMs());
        return new LogRow(said.severity(), Source.CONTAINER_API, said.loggedAt(), fingerprint, columns.toByteArray());
    }

    private static int cut(Said said) {
        return (Utf8.isLonger(said.message(), MOST_MESSAGE_BYTES) ? Cut.MESSAGE : 0)
                | (isOverlong(said.context()) ? Cut.CONTEXT : 0);
    }

    private static boolean isOverlong(String context) {
        return context != null && Utf8.isLonger(context, MOST_CONTEXT_BYTES);
    }

    private static void write(CopyColumns columns, Said said, Source source, int cut, Long fingerprint) {
        columns.time(said.loggedAt())
                .time(said.sentAt())
                .int2(said.severity().number())
                .text(said.label())
                .int2(source.code())
                .int2(cut)
                .int8(fingerprint)
                .text(Utf8.cut(said.message(), MOST_MESSAGE_BYTES))
                .text(isOverlong(said.context()) ? "{}" : said.context());
    }
}
