package dev.runlog.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every operation of {@code openapi.yaml}, as somebody who has read it would call it. */
final class Operations {
    private static final String BYTES = "application/octet-stream";
    private static final JsonNode DOCUMENT = read();

    private Operations() {}

    /**
     * @param scope empty where it needs none
     * @param type of the body; null where it takes none
     */
    record Operation(String method, String path, Optional<String> scope, String type, JsonNode says) {
        boolean isRead() {
            return method.equals("GET") || method.equals("HEAD");
        }

        boolean isList() {
            return method.equals("GET") && !path.contains("{") && !isEndless();
        }

        boolean isEndless() {
            return path.endsWith("/stream");
        }

        boolean isOfContainerApi() {
            return path.startsWith("/container-api/");
        }

        /** The path with these in the place of its variables. */
        String at(Map<String, String> values) {
            var address = path;
            for (var value : values.entrySet()) {
                address = address.replace("{" + value.getKey() + "}", value.getValue());
            }
            if (address.contains("{")) {
                throw new IllegalStateException("nothing is known for a variable of " + path);
            }
            return address;
        }

        /** The body that the document shows; null where it takes none. */
        String body() {
            if (type == null) {
                return null;
            }
            if (type.equals(BYTES)) {
                return "bytes";
            }
            var content = resolved(says.path("requestBody")).path("content").path(type);
            var example = content.has("example") ? content.path("example") : firstExample(content);
            return example.isTextual() ? example.asText() : example.toString();
        }

        private static JsonNode firstExample(JsonNode content) {
            return content.path("examples").elements().next().path("value");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Operation> all() {
        return DOCUMENT.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> of(
                                path.getKey(), method.getKey().toUpperCase(java.util.Locale.ROOT), method.getValue())));
    }

    static Stream<Operation> guarded() {
        return all().filter(operation -> operation.scope().isPresent());
    }

    private static Operation of(String path, String method, JsonNode says) {
        var needed = says.path("security").path(0).path("bearer");
        var scope = needed.isMissingNode()
                ? Optional.<String>empty()
                : Optional.of(needed.path(0).asText());
        var types = resolved(says.path("requestBody")).path("content").fieldNames();
        var type = types.hasNext() ? types.next() : null;
        return new Operation(method, path, scope, "*/*".equals(type) ? BYTES : type, says);
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    static List<String> scopes() {
        var scopes = new ArrayList<String>();
        for (var scope : Scope.values()) {
            scopes.add(scope.label());
        }
        return scopes;
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Path.of("openapi.yaml").toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
