package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runlog.platform.Utf8;
import java.io.IOException;

/**
 * Copies one context, token by token, without white space and credentials. For one thread.
 *
 * @param text what {@code out} writes to
 */
record ContextCopy(Redaction redaction, JsonParser json, JsonGenerator out, StringBuffer text) {
    private static final String MASKED = ":\"" + Redaction.MASK + '"';
    private static final String OPTION = "--";

    /** Copies the value whose first token the parser is at; ends on its last. */
    void value() throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> out.writeString(redaction.text(Utf8.storable(json.getText())));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(json.getText());
            default -> out.copyCurrentEvent(json);
        }
    }

    /** Where a member names another one, {@code {"name": "Authorization", "value": …}}, that may have been copied before. */
    private void object() throws IOException {
        out.writeStartObject();
        boolean isNamed = false;
        int from = -1;
        int to = -1;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            out.writeFieldName(Utf8.storable(name));
            json.nextToken();
            var isValue = name.equalsIgnoreCase(HeaderPair.VALUE);
            if (redaction.isSecret(name) || isValue && isNamed) {
                secret();
                continue;
            }
            isNamed |= HeaderPair.isName(name) && isSecretText(json.getText());
            if (isNamed && from >= 0) {
                out.flush();
                text.replace(from, to, MASKED);
                redaction.maskNamed();
                from = -1;
            }
            if (isValue && !isNone()) {
                from = written();
                value();
                to = written();
            } else {
                value();
            }
        }
        out.writeEndObject();
    }

    private boolean isSecretText(String name) {
        return json.currentToken() == JsonToken.VALUE_STRING && redaction.isSecret(name);
    }

    private int written() throws IOException {
        out.flush();
        return text.length();
    }

    /** In a list of arguments one may name the next. */
    private void array() throws IOException {
        out.writeStartArray();
        boolean isNamed = false;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            var isNumber = json.currentToken().isNumeric();
            var item = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
            if (isNamed && (isNumber || !item.isEmpty() && !item.startsWith("-"))) {
                secret();
            } else {
                value();
            }
            isNamed = item.startsWith(OPTION) && redaction.isSecret(item.substring(OPTION.length()));
        }
        out.writeEndArray();
    }

    private void secret() throws IOException {
        if (isNone()) {
            out.copyCurrentEvent(json);
            return;
        }
        json.skipChildren();
        out.writeString(redaction.maskNamed());
    }

    /** That there is none says something, and gives away nothing. */
    private boolean isNone() throws IOException {
        var token = json.currentToken();
        return token == JsonToken.VALUE_NULL
                || token.isBoolean()
                || token == JsonToken.VALUE_STRING
                        && (json.getText().isEmpty() || json.getText().equals(Redaction.MASK));
    }
}
