package dev.runlog.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An OpenAPI 3.1 document: finds what it says of an address, and holds JSON against its schemas, each compiled once. */
final class ApiDocument {
    private static final String ADDRESS = "https://runlog.invalid/openapi.json";
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode document;
    private final List<Template> templates;
    private final SchemaRegistry registry;
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private ApiDocument(JsonNode document) {
        this.document = document;
        this.templates = document.path("paths").properties().stream()
                .map(path -> Template.of(path.getKey(), path.getValue()))
                .sorted(Comparator.comparingInt(Template::variables))
                .toList();
        this.registry = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi31(),
                registry -> registry.schemas(Map.of(ADDRESS, document.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    static ApiDocument parse(String json) {
        try {
            return new ApiDocument(JSON.readTree(json));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    private record Template(Pattern pattern, int variables, JsonNode item) {
        static Template of(String path, JsonNode item) {
            var literals = VARIABLE.splitAsStream(path + "/").map(Pattern::quote);
            var regex = literals.collect(Collectors.joining("[^/]+"));
            var variables = (int) VARIABLE.matcher(path).results().count();
            return new Template(Pattern.compile(regex), variables, item);
        }
    }

    /** The path item whose template fits best: the one with the fewest variables. */
    Optional<JsonNode> pathItem(String path) {
        return templates.stream()
                .filter(template -> template.pattern().matcher(path + "/").matches())
                .findFirst()
                .map(Template::item);
    }

    /** What a reference to a component stands for; anything else is itself. */
    JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asText();
        return reference.startsWith("#") ? resolved(document.at(reference.substring(1))) : node;
    }

    /** What is wrong with a JSON text by a schema of this document; empty where nothing is. */
    List<String> faults(JsonNode schema, String json) {
        try {
            return faults(schema, JSON.readTree(json));
        } catch (JsonProcessingException notJson) {
            return List.of("is not JSON: " + notJson.getOriginalMessage());
        }
    }

    List<String> faults(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compiled).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    /** Reads a body that is known to be JSON; missing where it is not. */
    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    /** The schema of a component. */
    JsonNode component(String name) {
        return document.at("/components/schemas/" + name);
    }

    private Schema compiled(JsonNode schema) {
        var outside = schema.toString().replace("\"$ref\":\"#/", "\"$ref\":\"" + ADDRESS + "#/");
        return registry.getSchema(read(outside));
    }
}
