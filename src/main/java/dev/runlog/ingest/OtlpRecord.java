package dev.runlog.ingest;

import java.io.IOException;
import java.util.HexFormat;

/** One log record while it is read, whichever its encoding; what was not sent is as protobuf has it. For one thread. */
final class OtlpRecord {
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    /** Nanoseconds since 1970, unsigned; 0 where there is none. */
    long time;

    long observedTime;
    int severityNumber;
    String severityText = "";
    String eventName = "";

    /** Lower-case hex; empty where there is none. */
    private String traceId = "";

    private String spanId = "";

    /** The text of a string, the JSON of another value; null where there is none. */
    private String body;

    private boolean bodyIsText;

    /** A JSON object; null where there are none. */
    private String attributes;

    private boolean repeats;
    private boolean tooDeep;

    void traceId(byte[] id) {
        traceId = hex(id, TRACE_ID_BYTES);
    }

    void spanId(byte[] id) {
        spanId = hex(id, SPAN_ID_BYTES);
    }

    /** An id of another length or of zeros alone is none, as the protocol has it. */
    private static String hex(byte[] id, int length) {
        for (var part : id) {
            if (part != 0) {
                return id.length == length ? HexFormat.of().formatHex(id) : "";
            }
        }
        return "";
    }

    void bodyText(String text) {
        body = text;
        bodyIsText = true;
    }

    void body(ValueWriter value) throws IOException {
        body = value.json();
        bodyIsText = false;
        tooDeep |= value.isTooDeep();
    }

    void attributes(ValueWriter written) throws IOException {
        attributes = written.json();
        repeats = written.repeats();
        tooDeep |= written.isTooDeep();
    }

    String traceId() {
        return traceId;
    }

    String spanId() {
        return spanId;
    }

    String body() {
        return body;
    }

    boolean bodyIsText() {
        return bodyIsText;
    }

    String attributes() {
        return attributes;
    }

    /** Whether some object among the attributes has a name twice. */
    boolean repeats() {
        return repeats;
    }

    boolean isTooDeep() {
        return tooDeep;
    }
}
