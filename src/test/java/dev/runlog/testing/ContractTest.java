package dev.runlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final Contract contract = new Contract(ApiDocument.parse("""
            {
              "openapi": "3.1.0",
              "paths": {
                "/api/v1/runs": {"get": {
                  "parameters": [{"$ref": "#/components/parameters/limit"}],
                  "responses": {
                    "200": {"$ref": "#/components/responses/Runs"},
                    "400": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
                    "default": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}}},
                "/api/v1/runs/{processId}": {"get": {"responses": {
                  "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Run"}}}},
                  "304": {"description": "the same"}}}},
                "/api/v1/runs/latest": {"get": {"responses": {"204": {"description": "none"}}}},
                "/ingest/v1/logs": {"post": {
                  "requestBody": {"content": {
                    "application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Run"}}},
                    "application/x-ndjson": {"schema": {"$ref": "#/components/schemas/Run"}}}},
                  "responses": {"201": {"content": {"application/json": {"schema": {"type": "object"}}}}}}}
              },
              "components": {
                "parameters": {"limit": {"name": "limit", "in": "query"}},
                "responses": {"Runs": {"content": {
                  "application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Run"}}},
                  "application/x-ndjson": {"schema": {"$ref": "#/components/schemas/Run"}},
                  "text/plain;charset=UTF-8": {"schema": {"type": "string"}}}}},
                "schemas": {
                  "Run": {"type": "object", "required": ["id"], "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "exitCode": {"type": ["integer", "null"]},
                    "failure": {"anyOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "null"}]}}},
                  "Problem": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
                }
              }
            }
            """));

    private static final String RUN = "{\"id\": \"93e37cdf-046d-45b2-a983-1e2580e57b5c\", \"exitCode\": null}";

    @Test
    void an_exchange_as_documented_has_no_violations() {
        assertThat(answer("/api/v1/runs", 200, JSON, "[" + RUN + "]")).isEmpty();
        assertThat(answer("/api/v1/runs/1", 200, JSON, RUN)).isEmpty();
        assertThat(answer("/api/v1/runs/1", 304, null, null)).isEmpty();
        assertThat(answer("/api/v1/runs", 400, PROBLEM, "{\"code\": \"x\"}")).isEmpty();
        assertThat(answer("/api/v1/runs", 200, "text/plain", null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type     | {"id": 7}
            missing  | {}
            not JSON | nonsense
            number   | {"id": "93e37cdf-046d-45b2-a983-1e2580e57b5c", "exitCode": "0"}
            format   | {"id": "93e37cdf"}
            nested   | {"id": "93e37cdf-046d-45b2-a983-1e2580e57b5c", "failure": {"code": 3}}
            behind   | {"id": "93e37cdf-046d-45b2-a983-1e2580e57b5c"} {}
            """)
    void a_body_that_the_schema_refuses_is_a_violation(String why, String body) {
        assertThat(answer("/api/v1/runs/1", 200, JSON, body)).as(why).isNotEmpty();
    }

    @Test
    void every_line_of_ndjson_is_held_against_the_item() {
        assertThat(answer("/api/v1/runs", 200, "application/x-ndjson", RUN + "\n" + RUN + "\n"))
                .isEmpty();
        assertThat(answer("/api/v1/runs", 200, "application/x-ndjson", RUN + "\n{}\n"))
                .hasSize(1);
    }

    @Test
    void an_undeclared_status_is_a_violation() {
        assertThat(answer("/api/v1/runs", 202, JSON, "[]")).containsExactly("the status is not declared");
        assertThat(answer("/api/v1/runs", 404, PROBLEM, "{\"code\": \"x\"}"))
                .containsExactly("the status is not declared");
    }

    @Test
    void default_stands_only_for_what_the_framework_raises() {
        assertThat(answer("/api/v1/runs", 431, PROBLEM, "{\"code\": \"x\"}")).isEmpty();
        assertThat(answer("/api/v1/runs", 409, PROBLEM, "{\"code\": \"x\"}")).isNotEmpty();
    }

    @Test
    void an_undeclared_media_type_is_a_violation() {
        assertThat(answer("/api/v1/runs", 200, "text/csv", null))
                .containsExactly("the answer's media type is not declared: text/csv");
        assertThat(answer("/api/v1/runs/1", 304, JSON, "{}")).isNotEmpty();
    }

    @Test
    void an_answer_without_the_body_it_should_have_is_a_violation() {
        assertThat(answer("/api/v1/runs", 200, null, null)).containsExactly("the answer has no body");
    }

    @Test
    void the_template_with_fewer_variables_wins() {
        assertThat(answer("/api/v1/runs/latest", 204, null, null)).isEmpty();
        assertThat(answer("/api/v1/runs/earliest", 204, null, null)).isNotEmpty();
    }

    @Test
    void an_undocumented_address_must_answer_404_with_a_problem() {
        assertThat(answer("/api/v1/nothing", 404, PROBLEM, "{\"code\": \"x\"}")).isEmpty();
        assertThat(answer("/api/v1/nothing", 404, PROBLEM, "{}")).isNotEmpty();
        assertThat(answer("/api/v1/nothing", 404, "text/html", null)).isNotEmpty();
        assertThat(answer("/api/v1/nothing", 200, JSON, "{}")).containsExactly("the address is not documented");
    }

    @Test
    void an_undocumented_method_must_answer_405_with_a_problem() {
        assertThat(exchange("PATCH", "/api/v1/runs", "", null, null, 405, PROBLEM, "{\"code\": \"x\"}"))
                .isEmpty();
        assertThat(exchange("PATCH", "/api/v1/runs", "", null, null, 200, JSON, "[]"))
                .isNotEmpty();
    }

    @Test
    void head_is_answered_as_get_but_for_the_body() {
        assertThat(exchange("HEAD", "/api/v1/runs", "", null, null, 200, JSON, null))
                .isEmpty();
        assertThat(exchange("HEAD", "/api/v1/runs", "", null, null, 200, null, null))
                .isEmpty();
        assertThat(exchange("HEAD", "/api/v1/runs", "", null, null, 204, null, null))
                .isNotEmpty();
    }

    @Test
    void a_query_parameter_that_is_taken_must_be_declared() {
        assertThat(exchange("GET", "/api/v1/runs", "limit=1", null, null, 200, JSON, "[]"))
                .isEmpty();
        assertThat(exchange("GET", "/api/v1/runs", "limit=1&li%6Dits=2", null, null, 200, JSON, "[]"))
                .containsExactly("the query parameter is not declared: limits");
        assertThat(exchange("GET", "/api/v1/runs", "limits=2", null, null, 400, PROBLEM, "{\"code\": \"x\"}"))
                .isEmpty();
    }

    @Test
    void a_request_body_that_is_taken_must_be_valid() {
        assertThat(write(JSON, "[" + RUN + "]", "{}")).isEmpty();
        assertThat(write(JSON, "[{}]", "{}")).isNotEmpty();
        assertThat(write("text/plain", "x", "{}"))
                .containsExactly("the request's media type is not declared: text/plain");
    }

    @Test
    void entries_that_the_answer_rejects_need_not_be_valid() {
        var answer = "{\"rejected\": [{\"index\": 1}]}";
        assertThat(write(JSON, "[" + RUN + ", {}]", answer)).isEmpty();
        assertThat(write(JSON, "[{}, " + RUN + "]", answer)).isNotEmpty();
        assertThat(write("application/x-ndjson", RUN + "\nnonsense\n" + RUN, answer))
                .isEmpty();
        assertThat(write("application/x-ndjson", RUN + "\n" + RUN + "\nnonsense", answer))
                .isNotEmpty();
    }

    private List<String> answer(String path, int status, String type, String body) {
        return exchange("GET", path, "", null, null, status, type, body);
    }

    private List<String> write(String type, String request, String answer) {
        return exchange("POST", "/ingest/v1/logs", "", type, request, 201, JSON, answer);
    }

    private List<String> exchange(
            String method,
            String path,
            String query,
            String sentType,
            String sent,
            int status,
            String type,
            String body) {
        return contract.violations(new Exchange(method, path, query, sentType, bytes(sent), status, type, bytes(body)));
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
