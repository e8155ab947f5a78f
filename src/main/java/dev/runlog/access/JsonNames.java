package dev.runlog.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runlog.platform.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON in which names stand as ingestion takes them: a name that is not the same there would be another connector's. */
final class JsonNames {
    private static final int MOST_CHARACTERS = 128;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonNames() {}

    /** @throws IOException where it is not one JSON value in UTF-8 */
    static JsonNode read(byte[] utf8) throws IOException {
        Utf8.require(utf8);
        try {
            return JSON.readTree(new String(utf8, StandardCharsets.UTF_8));
        } catch (NumberFormatException exponent) {
            throw new IOException("a number beyond all bounds", exponent);
        }
    }

    /**
     * A string, or a number, which is its digits. One with an exponent is refused: how it was written is not known any
     * more.
     */
    static Optional<String> nameOf(JsonNode node) {
        if (!node.isTextual() && !node.isNumber()) {
            return Optional.empty();
        }
        var text = node.isTextual() ? Utf8.storable(node.asText()) : node.asText();
        return Optional.of(text)
                .filter(name -> node.isTextual() || name.indexOf('E') < 0)
                .filter(JsonNames::isName);
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.codePointCount(0, text.length()) <= MOST_CHARACTERS;
    }
}
