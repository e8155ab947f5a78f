package dev.runlog.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds a request that was granted against its operation: what the service takes, the document must offer. */
record RequestCheck(ApiDocument document, JsonNode item, JsonNode operation) {

    void check(Exchange exchange, List<String> violations) {
        var known = parameters();
        queryNames(exchange.query())
                .filter(name -> !known.contains(name))
                .forEach(name -> violations.add("the query parameter is not declared: " + name));
        if (exchange.requestBody() != null && exchange.requestBody().length > 0) {
            checkBody(exchange, violations);
        }
    }

    private Set<String> parameters() {
        var names = new HashSet<String>();
        for (var declared : List.of(item.path("parameters"), operation.path("parameters"))) {
            for (var parameter : declared) {
                var resolved = document.resolved(parameter);
                if (resolved.path("in").asText().equals("query")) {
                    names.add(resolved.path("name").asText());
                }
            }
        }
        return names;
    }

    private static Stream<String> queryNames(String query) {
        return Stream.of(query.split("&"))
                .map(pair -> URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8))
                .filter(name -> !name.isEmpty());
    }

    private void checkBody(Exchange exchange, List<String> violations) {
        var content = document.resolved(operation.path("requestBody")).path("content");
        if (content.isEmpty()) {
            violations.add("a request body is not declared");
            return;
        }
        if (exchange.requestType() == null) {
            return;
        }
        var schema = Contract.schema(content, exchange.requestType());
        if (schema.isEmpty()) {
            violations.add("the request's media type is not declared: " + exchange.requestType());
        } else if (Exchange.isChecked(exchange.requestType())) {
            taken(exchange)
                    .forEach(value ->
                            document.faults(schema.get(), value).forEach(fault -> violations.add("request: " + fault)));
        }
    }

    /** The JSON of the request, but for those entries of a batch that the answer lists as not taken. */
    private static Stream<JsonNode> taken(Exchange exchange) {
        var rejected = rejected(exchange);
        var texts =
                Contract.texts(exchange.requestType(), exchange.requestBody()).toList();
        if (Exchange.isLines(exchange.requestType())) {
            return Stream.iterate(0, i -> i < texts.size(), i -> i + 1)
                    .filter(i -> !rejected.contains(i))
                    .map(i -> ApiDocument.read(texts.get(i)));
        }
        var body = ApiDocument.read(texts.get(0));
        if (body instanceof ArrayNode batch) {
            for (var i = batch.size() - 1; i >= 0; i--) {
                if (rejected.contains(i)) {
                    batch.remove(i);
                }
            }
        }
        return Stream.of(body);
    }

    private static Set<Integer> rejected(Exchange exchange) {
        var indexes = new HashSet<Integer>();
        if (exchange.body() != null && Exchange.isJson(exchange.type())) {
            ApiDocument.read(Contract.text(exchange.body()))
                    .path("rejected")
                    .forEach(entry -> indexes.add(entry.path("index").asInt()));
        }
        return indexes;
    }
}
