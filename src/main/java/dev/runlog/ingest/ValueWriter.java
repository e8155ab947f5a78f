package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.runlog.log.LogRow;
import dev.runlog.platform.Utf8;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;

/**
 * The JSON of OTLP's attributes and values, written as they are read, whichever their encoding. Far past the bounds of a
 * context and of a message it writes no more values, so that what takes two bytes each does not take many. For one thread.
 */
final class ValueWriter {
    /** So far over its bound a context is not kept, whatever it says. */
    static final int ENOUGH = 32 * LogRow.MOST_CONTEXT_BYTES;

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_NESTING = 32;

    /** Of one string: several times what a context, or a message, has. */
    private static final int MOST_CHARACTERS = 4 * LogRow.MOST_MESSAGE_BYTES;

    private final StringWriter text = new StringWriter();
    private final JsonGenerator out = JSON.createGenerator(text);
    private final ArrayDeque<SeenNames> open = new ArrayDeque<>();
    private int depth;
    private boolean isNamed;
    private int leftOut;
    private boolean repeats;
    private boolean tooDeep;
    private String lastString;

    ValueWriter() throws IOException {
        this(0);
    }

    /** @param depth of what this is a part of */
    private ValueWriter(int depth) throws IOException {
        this.depth = depth;
    }

    /** For a value whose name comes behind it; then {@link #member(String, ValueWriter)}. */
    ValueWriter aside() throws IOException {
        return new ValueWriter(depth);
    }

    /** Whether an array or object may begin here; where it may not, null stands for it. */
    boolean mayNest() throws IOException {
        if (depth < MOST_NESTING) {
            return true;
        }
        tooDeep = true;
        nothing();
        return false;
    }

    void beginObject() throws IOException {
        if (begins()) {
            open.push(new SeenNames());
            out.writeStartObject();
        }
    }

    void endObject() throws IOException {
        if (ends()) {
            open.pop();
            out.writeEndObject();
        }
    }

    void beginArray() throws IOException {
        if (begins()) {
            out.writeStartArray();
        }
    }

    void endArray() throws IOException {
        if (ends()) {
            out.writeEndArray();
        }
    }

    /** Whether an array or object is written: not within one that is left out. */
    private boolean begins() {
        depth++;
        if (leftOut == 0 && hasRoom()) {
            return true;
        }
        leftOut++;
        return false;
    }

    private boolean ends() {
        depth--;
        if (leftOut == 0) {
            return true;
        }
        leftOut--;
        return false;
    }

    /** Whether the next value is written: one that has been named is. */
    private boolean hasRoom() {
        var hasRoom = leftOut == 0 && (isNamed || text.getBuffer().length() <= ENOUGH);
        isNamed = false;
        return hasRoom;
    }

    void name(String name) throws IOException {
        if (leftOut == 0 && text.getBuffer().length() <= ENOUGH) {
            var kept = Utf8.storable(cut(name));
            repeats |= !open.element().add(kept);
            out.writeFieldName(kept);
            isNamed = true;
        }
    }

    void member(String name, ValueWriter value) throws IOException {
        name(name);
        repeats |= value.repeats;
        tooDeep |= value.tooDeep;
        var json = value.json();
        if (hasRoom()) {
            out.writeRawValue(json);
        }
    }

    void string(String value) throws IOException {
        lastString = value;
        if (hasRoom()) {
            out.writeString(cut(value));
        }
    }

    /** Of one that is over every bound its beginning, for JSON has six characters where protobuf has one byte. */
    static String cut(String value) {
        return value.length() > MOST_CHARACTERS ? value.substring(0, MOST_CHARACTERS) : value;
    }

    /** The string that was written last, as it was read; null where there was none. */
    String lastString() {
        return lastString;
    }

    void truth(boolean value) throws IOException {
        if (hasRoom()) {
            out.writeBoolean(value);
        }
    }

    void whole(long value) throws IOException {
        if (hasRoom()) {
            out.writeNumber(value);
        }
    }

    /** JSON has no number for NaN and the infinities: their names stand for them. */
    void fraction(double value) throws IOException {
        if (!Double.isFinite(value)) {
            string(Double.toString(value));
        } else if (hasRoom()) {
            out.writeNumber(value);
        }
    }

    void base64(byte[] value) throws IOException {
        if (hasRoom()) {
            var kept = value.length > MOST_CHARACTERS ? Arrays.copyOf(value, MOST_CHARACTERS) : value;
            out.writeString(Base64.getEncoder().encodeToString(kept));
        }
    }

    void nothing() throws IOException {
        if (hasRoom()) {
            out.writeNull();
        }
    }

    /** Whether some object has a name twice. */
    boolean repeats() {
        return repeats;
    }

    boolean isTooDeep() {
        return tooDeep;
    }

    /** What was written; nothing can be added. */
    String json() throws IOException {
        close();
        return text.toString();
    }

    /** Gives back what it writes with. */
    void close() throws IOException {
        out.close();
    }
}
