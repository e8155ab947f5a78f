package dev.runlog.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the OpenAPI document shows is what it says. */
@QuarkusTest
class DocumentExamplesTest {
    private ApiDocument document;
    private JsonNode components;

    @BeforeEach
    void read() {
        var served = given().queryParam("format", "json").get("/q/openapi").asString();
        document = ApiDocument.parse(served);
        components = ApiDocument.read(served).path("components");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameters", "headers", "requestBodies", "responses"})
    void every_example_meets_its_schema(String kind) {
        var faults = new ArrayList<String>();
        components.path(kind).properties().forEach(component -> {
            var described = component.getValue();
            for (var holder : described.has("content") ? described.path("content") : List.of(described)) {
                examples(holder)
                        .forEach(example -> document.faults(holder.path("schema"), example)
                                .forEach(fault -> faults.add(component.getKey() + ": " + fault)));
            }
        });

        assertThat(components.path(kind)).isNotEmpty();
        assertThat(faults).isEmpty();
    }

    private static List<JsonNode> examples(JsonNode holder) {
        var examples = new ArrayList<JsonNode>();
        if (holder.has("example")) {
            examples.add(holder.path("example"));
        }
        holder.path("examples").forEach(example -> examples.add(example.path("value")));
        return examples;
    }
}
