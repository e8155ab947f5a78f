package dev.runlog.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an OpenAPI document promises, held against exchanges. */
final class Contract {
    private static final List<String> BASES =
            List.of("/api/v1/", "/ingest/v1/", "/otlp/v1/", "/admin/v1/", "/container-api/", "/problems/");
    /** Statuses that are raised below the resources, for which {@code default} is answer enough. */
    private static final Set<Integer> RAISED_BY_THE_FRAMEWORK = Set.of(406, 408, 413, 414, 415, 417, 429, 431);

    private static final String PROBLEM = "application/problem+json";

    private final ApiDocument document;

    Contract(ApiDocument document) {
        this.document = document;
    }

    /** Whether the address is one that must be documented. */
    static boolean covers(String path) {
        return BASES.stream().anyMatch(base -> (path + "/").startsWith(base));
    }

    /** Everything about the exchange that is not as the document says; empty where all is. */
    List<String> violations(Exchange exchange) {
        var item = document.pathItem(exchange.path());
        if (item.isEmpty()) {
            return refusedAs(404, exchange, "the address is not documented");
        }
        var operation = operation(item.get(), exchange);
        if (operation.isEmpty()) {
            return exchange.method().equals("OPTIONS") && exchange.isGranted()
                    ? List.of()
                    : refusedAs(405, exchange, "the method is not documented");
        }
        var violations = new ArrayList<String>();
        checkAnswer(operation.get(), exchange, violations);
        if (exchange.isGranted()) {
            new RequestCheck(document, item.get(), operation.get()).check(exchange, violations);
        }
        return violations;
    }

    private static Optional<JsonNode> operation(JsonNode item, Exchange exchange) {
        var operation = item.path(exchange.method().toLowerCase(Locale.ROOT));
        if (operation.isMissingNode() && exchange.isHead()) {
            operation = item.path("get");
        }
        return operation.isMissingNode() ? Optional.empty() : Optional.of(operation);
    }

    /** What is not documented must be refused with this status and a problem. */
    private List<String> refusedAs(int status, Exchange exchange, String otherwise) {
        if (exchange.status() != status) {
            return List.of(otherwise);
        }
        if (exchange.isHead()) {
            return List.of();
        }
        if (!PROBLEM.equals(exchange.type())) {
            return List.of("the refusal is not " + PROBLEM + " but " + exchange.type());
        }
        return document.faults(document.component("Problem"), text(exchange.body()));
    }

    private void checkAnswer(JsonNode operation, Exchange exchange, List<String> violations) {
        var declared = declared(operation.path("responses"), exchange.status());
        if (declared.isMissingNode()) {
            violations.add("the status is not declared");
            return;
        }
        var content = document.resolved(declared).path("content");
        if (exchange.type() == null) {
            if (!content.isEmpty() && !exchange.isHead()) {
                violations.add("the answer has no body");
            }
            return;
        }
        var schema = schema(content, exchange.type());
        if (schema.isEmpty()) {
            violations.add("the answer's media type is not declared: " + exchange.type());
        } else if (exchange.body() != null && !exchange.isHead()) {
            texts(exchange.type(), exchange.body())
                    .forEach(text ->
                            document.faults(schema.get(), text).forEach(fault -> violations.add("answer: " + fault)));
        }
    }

    private static JsonNode declared(JsonNode responses, int status) {
        var exact = responses.path(Integer.toString(status));
        return exact.isMissingNode() && RAISED_BY_THE_FRAMEWORK.contains(status) ? responses.path("default") : exact;
    }

    /** The schema that content of this type must meet; empty where the type is not declared. */
    static Optional<JsonNode> schema(JsonNode content, String type) {
        return content.properties().stream()
                .filter(offered -> offered.getKey().equals("*/*") || type.equals(Exchange.typeOf(offered.getKey())))
                .map(offered -> offered.getValue().path("schema"))
                .findFirst();
    }

    /** The JSON texts in a body: one, or one a line. */
    static Stream<String> texts(String type, byte[] body) {
        return Exchange.isLines(type) ? text(body).lines().filter(line -> !line.isBlank()) : Stream.of(text(body));
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
