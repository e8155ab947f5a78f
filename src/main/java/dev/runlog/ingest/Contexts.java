package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;

/** Reads the contexts of entries: as they were sent, without white space and credentials. */
record Contexts(Redaction redaction) {
    private static final JsonFactory JSON = new JsonFactory();

    /** An empty array is how PHP writes an empty object; null for null, and for all else, which is a fault. */
    String read(Members members) throws IOException {
        var json = members.value();
        if (members.isNull()) {
            return null;
        }
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return copy(json);
        }
        if (json.currentToken() == JsonToken.START_ARRAY) {
            if (json.nextToken() == JsonToken.END_ARRAY) {
                return "{}";
            }
            while (json.currentToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
                json.nextToken();
            }
        }
        members.fault("must be an object");
        return null;
    }

    private String copy(JsonParser json) throws IOException {
        var text = new StringWriter();
        try (var out = JSON.createGenerator(text)) {
            new ContextCopy(redaction, json, out, text.getBuffer()).value();
        }
        return text.toString();
    }
}
