package dev.runlog.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runlog.log.LogRow;
import dev.runlog.platform.Utf8;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes log entries of OTLP's log records (OpenTelemetry protocol, {@code logs/v1/logs.proto}). */
record OtlpReader(EntryReader entries, Contexts contexts, Redaction redaction) {
    private static final JsonMapper TREE = new JsonMapper(Contexts.JSON);

    /** Far over the bound of a context: what is longer is not kept, whatever is mended of it. */
    private static final int MOST_MENDED = 4 * LogRow.MOST_CONTEXT_BYTES;

    private static final long NANOS_OF_A_SECOND = 1_000_000_000;

    OtlpReader(Instant receivedAt, Redaction redaction) {
        this(new EntryReader(receivedAt, redaction), new Contexts(redaction), redaction);
    }

    /** Whether the record says something. */
    static boolean hasMessage(OtlpRecord sent) {
        return isBodyMessage(sent) || !sent.eventName.isBlank();
    }

    private static boolean isBodyMessage(OtlpRecord sent) {
        return sent.body() != null && !(sent.bodyIsText() && sent.body().isBlank());
    }

    /**
     * @param sent has a message
     * @param scope the name of what logged; empty where there is none
     */
    LogRow row(OtlpRecord sent, String scope) throws IOException {
        return entries.entry(
                timestamp(sent),
                OtlpSeverity.level(sent.severityNumber, sent.severityText),
                message(sent),
                context(sent, scope));
    }

    private static Instant timestamp(OtlpRecord sent) {
        var nanos = sent.time == 0 ? sent.observedTime : sent.time;
        if (nanos == 0) {
            return null;
        }
        var seconds = Long.divideUnsigned(nanos, NANOS_OF_A_SECOND);
        return Instant.ofEpochSecond(seconds, Long.remainderUnsigned(nanos, NANOS_OF_A_SECOND))
                .truncatedTo(ChronoUnit.MICROS);
    }

    private String message(OtlpRecord sent) throws IOException {
        if (!isBodyMessage(sent)) {
            return redaction.text(Utf8.storable(sent.eventName));
        }
        return sent.bodyIsText()
                ? redaction.text(Utf8.storable(sent.body()))
                : contexts.withoutCredentials(sent.body());
    }

    /** What the record says beside its message; null where that is nothing. */
    private String context(OtlpRecord sent, String scope) throws IOException {
        if (sent.attributes() != null && sent.attributes().length() > ValueWriter.ENOUGH) {
            return sent.attributes();
        }
        var context = new Context(sent.attributes(), sent.repeats());
        context.add("traceId", sent.traceId());
        context.add("spanId", sent.spanId());
        context.add("eventName", isBodyMessage(sent) ? sent.eventName : "");
        context.add("scope", scope);
        if (context.json == null) {
            return null;
        }
        var json = context.json.toString();
        if (context.repeats && json.length() > MOST_MENDED) {
            return json;
        }
        return contexts.withoutCredentials(context.repeats ? mended(json) : json);
    }

    /** Of members of one name the last. */
    private static String mended(String json) throws IOException {
        return TREE.writeValueAsString(TREE.readTree(json));
    }

    /** An object that gets more members, which stand for others of their names. */
    private static final class Context {
        private StringBuilder json;
        private boolean repeats;

        Context(String json, boolean repeats) {
            this.json = json == null ? null : new StringBuilder(json);
            this.repeats = repeats;
        }

        void add(String name, String value) {
            if (value.isEmpty()) {
                return;
            }
            json = json == null ? new StringBuilder("{}") : json;
            var quoted = '"' + name + "\":";
            repeats |= json.indexOf(quoted) >= 0;
            json.setLength(json.length() - 1);
            json.append(json.length() > 1 ? "," : "").append(quoted).append('"');
            json.append(JsonStringEncoder.getInstance().quoteAsString(ValueWriter.cut(value)))
                    .append("\"}");
        }
    }
}
