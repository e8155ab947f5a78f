package dev.runlog.testing;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fails a test whose request or answer is not what the service's own OpenAPI document says. */
final class OpenApiContract implements Filter {
    private final Map<String, Contract> contracts = new ConcurrentHashMap<>();

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification specified, FilterContext context) {
        var response = context.next(request, specified);
        var address = request.getURI();
        var target = Target.of(address);
        if (!Contract.covers(target.path())) {
            return response;
        }
        var contract = contracts.computeIfAbsent(target.origin(), OpenApiContract::servedBy);
        var exchange = new Exchange(
                request.getMethod(),
                target.path(),
                target.query(),
                Exchange.typeOf(request.getContentType()),
                sent(request),
                response.getStatusCode(),
                Exchange.typeOf(response.getContentType()),
                received(response));
        var violations = contract.violations(exchange);
        if (!violations.isEmpty()) {
            throw new AssertionError("%s %s -> %d is not what the OpenAPI document says:%n- %s"
                    .formatted(
                            exchange.method(),
                            address,
                            exchange.status(),
                            String.join("%n- ".formatted(), violations)));
        }
        return response;
    }

    private record Target(String origin, String path, String query) {
        static Target of(String address) {
            var pathStart = address.indexOf('/', address.indexOf("://") + 3);
            if (pathStart < 0) {
                return new Target(address, "/", "");
            }
            var queryStart = address.indexOf('?', pathStart);
            var origin = address.substring(0, pathStart);
            return queryStart < 0
                    ? new Target(origin, address.substring(pathStart), "")
                    : new Target(origin, address.substring(pathStart, queryStart), address.substring(queryStart + 1));
        }
    }

    private static Contract servedBy(String origin) {
        var request = HttpRequest.newBuilder(URI.create(origin + "/q/openapi?format=json"))
                .build();
        try {
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return new Contract(ApiDocument.parse(answer.body()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The body as it was before it was packed; null where there was none or it cannot be read twice. */
    private static byte[] sent(FilterableRequestSpecification request) {
        Object body = request.getBody();
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (!(body instanceof byte[] bytes)) {
            return null;
        }
        var packed = "gzip".equalsIgnoreCase(request.getHeaders().getValue("Content-Encoding"));
        return packed ? Exchange.unpacked(bytes) : bytes;
    }

    /** Only what has a schema is read: a test may want to read the rest as a stream. */
    private static byte[] received(Response response) {
        return Exchange.isChecked(Exchange.typeOf(response.getContentType()))
                ? response.getBody().asByteArray()
                : null;
    }
}
