package dev.runlog.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.runlog.platform.Rfc3339;
import dev.runlog.platform.Utf8;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Writes entries field by field, which takes half of what reflection takes, and their texts as UTF-8, which takes half of
 * what characters take: lists and exports consist of them.
 */
final class LogEntryJson extends StdSerializer<LogEntry> {
    private static final SerializableString PROCESS_ID = new SerializedString("processId");
    private static final SerializableString SEQ = new SerializedString("seq");
    private static final SerializableString TIMESTAMP = new SerializedString("timestamp");
    private static final SerializableString RECEIVED_AT = new SerializedString("receivedAt");
    private static final SerializableString LEVEL = new SerializedString("level");
    private static final SerializableString LEVEL_NAME = new SerializedString("levelName");
    private static final SerializableString LABEL = new SerializedString("label");
    private static final SerializableString SOURCE = new SerializedString("source");
    private static final SerializableString MESSAGE = new SerializedString("message");
    private static final SerializableString CONTEXT = new SerializedString("context");
    private static final SerializableString TRUNCATED = new SerializedString("truncated");
    private static final SerializableString SENT_TIMESTAMP = new SerializedString("sentTimestamp");
    private static final SerializableString FINGERPRINT = new SerializedString("fingerprint");
    private static final SerializableString CONNECTOR = new SerializedString("connector");
    private static final SerializableString SITE = new SerializedString("site");
    private static final SerializableString VERSION = new SerializedString("version");
    private static final SerializableString API_CALL = new SerializedString("apiCall");

    LogEntryJson() {
        super(LogEntry.class);
    }

    @Override
    public void serialize(LogEntry entry, JsonGenerator out, SerializerProvider provider) throws IOException {
        out.writeStartObject(entry);
        text(out, PROCESS_ID, entry.processId().toString());
        out.writeFieldName(SEQ);
        out.writeNumber(entry.seq());
        time(out, TIMESTAMP, entry.timestamp());
        time(out, RECEIVED_AT, entry.receivedAt());
        out.writeFieldName(LEVEL);
        out.writeNumber(entry.level());
        text(out, LEVEL_NAME, entry.levelName());
        text(out, LABEL, entry.label());
        text(out, SOURCE, entry.source());
        text(out, MESSAGE, entry.message());
        out.writeFieldName(CONTEXT);
        out.writeRawValue(entry.context() == null ? "null" : entry.context());
        out.writeFieldName(TRUNCATED);
        out.writeBoolean(entry.truncated());
        time(out, SENT_TIMESTAMP, entry.sentTimestamp());
        text(out, FINGERPRINT, entry.fingerprint());
        text(out, CONNECTOR, entry.connector());
        text(out, SITE, entry.site());
        text(out, VERSION, entry.version());
        out.writeFieldName(API_CALL);
        provider.defaultSerializeValue(entry.apiCall(), out);
        out.writeEndObject();
    }

    /** Text may be null. */
    private static void text(JsonGenerator out, SerializableString name, String text) throws IOException {
        out.writeFieldName(name);
        if (text != null && writesBytes(out)) {
            var bytes = Utf8.bytes(text);
            out.writeUTF8String(bytes, 0, bytes.length);
        } else {
            out.writeString(text);
        }
    }

    private static boolean writesBytes(JsonGenerator out) {
        return out.getOutputTarget() instanceof OutputStream;
    }

    private static void time(JsonGenerator out, SerializableString name, Instant time) throws IOException {
        text(out, name, time == null ? null : Rfc3339.format(time));
    }
}
