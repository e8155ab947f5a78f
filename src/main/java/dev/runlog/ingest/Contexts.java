package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlog.platform.Utf8;
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
            for (int open = 1; open > 0; ) {
                copy(json, out);
                var token = json.nextToken();
                open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    /** Copies a token, or a secret member whole; ends on the last token that it has copied. */
    private void copy(JsonParser json, JsonGenerator out) throws IOException {
        switch (json.currentToken()) {
            case FIELD_NAME -> {
                var name = json.currentName();
                out.writeFieldName(Utf8.storable(name));
                if (redaction.isSecret(name)) {
                    json.nextToken();
                    secret(json, out);
                }
            }
            case VALUE_STRING -> out.writeString(redaction.text(Utf8.storable(json.getText())));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(json.getText());
            default -> out.copyCurrentEvent(json);
        }
    }

    /** That there is none says something, and gives away nothing. */
    private void secret(JsonParser json, JsonGenerator out) throws IOException {
        var token = json.currentToken();
        if (token == JsonToken.VALUE_NULL || token.isBoolean()) {
            out.copyCurrentEvent(json);
            return;
        }
        var isNone = token == JsonToken.VALUE_STRING
                && (json.getText().isEmpty() || json.getText().equals(Redaction.MASK));
        json.skipChildren();
        out.writeString(isNone ? json.getText() : redaction.maskNamed());
    }
}
