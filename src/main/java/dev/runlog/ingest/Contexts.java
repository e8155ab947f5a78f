package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;

/** Reads the contexts of entries: as they were sent, without white space and credentials. */
record Contexts(Redaction redaction) {
    /** Without bounds of its own: what is read here was read or written here before. */
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** An empty array is how PHP writes an empty object; null for null, and for all else, which is a fault. */
    String read(Members members) throws IOException {
        var json = members.value();
        if (members.isNull()) {
            return null;
        }
        if (json.currentToken() == JsonToken.START_OBJECT) {
            var confused = json.confused();
            var copy = copy(json);
            if (json.confused() > confused) {
                members.fault("names a member twice, as far as its names can be kept");
            }
            return copy;
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

    /** JSON that was written here, without credentials. */
    String withoutCredentials(String written) throws IOException {
        try (var json = JSON.createParser(written)) {
            json.nextToken();
            return copy(json);
        }
    }

    private String copy(JsonParser json) throws IOException {
        var text = new StringWriter();
        try (var out = JSON.createGenerator(text)) {
            new ContextCopy(redaction, json, out, text.getBuffer()).value();
        }
        return text.toString();
    }
}
