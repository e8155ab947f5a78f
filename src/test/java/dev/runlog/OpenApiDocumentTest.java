package dev.runlog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code openapi.yaml} is what the service serves, and the document says what a client needs to know. */
@QuarkusTest
class OpenApiDocumentTest {
    private static final Path STORED = Path.of("openapi.yaml");
    private static final String UPDATE = "openapi.update";

    private String served;
    private JsonNode document;

    @BeforeEach
    void read() throws IOException {
        served = given().queryParam("format", "yaml").get("/q/openapi").asString();
        document = new YAMLMapper().readTree(served);
    }

    @Test
    void the_file_in_the_repository_is_what_the_service_serves() throws IOException {
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(STORED, served);
        }

        assertThat(Files.exists(STORED) ? Files.readString(STORED) : "")
                .as(
                        "openapi.yaml is not what the service serves. If the change is meant, run"
                                + " ./mvnw test -Dtest=OpenApiDocumentTest -D%s=true and commit the file",
                        UPDATE)
                .isEqualTo(served);
    }

    @Test
    void it_is_openapi_3_1() {
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .filteredOn(reference -> document.at(reference.substring(1)).isMissingNode())
                .isEmpty();
    }

    @Test
    void every_operation_has_an_id_of_its_own() {
        assertThat(operations().map(operation -> text(operation.says(), "operationId")))
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z][a-zA-Z]+"));
    }

    @Test
    void every_operation_has_a_summary_and_a_tag_that_is_described() {
        var tags = document.path("tags").findValuesAsText("name");

        assertThat(operations()
                        .filter(operation -> text(operation.says(), "summary").isBlank()))
                .isEmpty();
        assertThat(operations())
                .allSatisfy(operation -> assertThat(tags)
                        .contains(operation.says().path("tags").path(0).asText()));
    }

    @Test
    void every_operation_says_how_it_refuses() {
        assertThat(operations().filter(operation -> !operation.path().startsWith("/container-api/")))
                .allMatch(operation -> answers(operation, status -> !status.startsWith("2"))
                        .anyMatch(answer -> answer.path("content").has("application/problem+json")));
    }

    @Test
    void every_parameter_is_described() {
        assertThat(operations())
                .allMatch(operation -> operation
                        .says()
                        .path("parameters")
                        .valueStream()
                        .noneMatch(parameter ->
                                text(resolved(parameter), "description").isBlank()));
    }

    @Test
    void every_answer_that_grants_something_says_what() {
        assertThat(operations())
                .allMatch(operation -> answers(operation, status -> status.equals("200") || status.equals("201"))
                        .map(answer -> answer.path("content"))
                        .allMatch(content ->
                                !content.isEmpty() && content.valueStream().allMatch(type -> type.has("schema"))));
    }

    private record Operation(String path, String method, JsonNode says) {}

    private Stream<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> new Operation(path.getKey(), method.getKey(), method.getValue())));
    }

    private Stream<JsonNode> answers(Operation operation, Predicate<String> status) {
        return operation.says().path("responses").properties().stream()
                .filter(answer -> status.test(answer.getKey()))
                .map(answer -> resolved(answer.getValue()));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(text(node, "$ref").substring(1)) : node;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
