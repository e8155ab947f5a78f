package dev.runlog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.runlog.testing.EventReader;
import dev.runlog.testing.Sending;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code src/test/http/runlog.http} is run request by request, and leaves no operation out. */
@QuarkusTest
class HttpFileTest {
    private static final Pattern REQUEST =
            Pattern.compile("([A-Z]+) \\{\\{runlog}}(\\S+)\\n((?:[\\w-]+: [^\\n]*\\n)*)(?:\\n(.*))?", Pattern.DOTALL);
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE");
    private static final Path FILE = Path.of("src/test/http/runlog.http");

    @TestHTTPResource("/")
    URI service;

    private record HttpRequest(String name, String method, String address, List<String> headers, String body) {
        boolean isEndless() {
            return address.startsWith("/api/v1/runs/stream");
        }
    }

    @Test
    void every_request_of_the_file_succeeds() throws IOException {
        var values = Map.of(
                "run", UUID.randomUUID().toString(),
                "earlier", UUID.randomUUID().toString(),
                "state", "build-" + UUID.randomUUID(),
                "key", aKey());

        for (var request : requests(values)) {
            if (request.isEndless()) {
                EventReader.open(service.resolve(request.address())).close();
                continue;
            }
            var sending = given().urlEncodingEnabled(false);
            for (var header : request.headers()) {
                sending.header(header.split(": ", 2)[0], header.split(": ", 2)[1]);
            }
            if (!request.body().isEmpty()) {
                sending.body(request.body().getBytes());
            }
            sending.when().request(request.method(), request.address()).then().statusCode(lessThan(300));
        }
    }

    private static String aKey() {
        return Sending.post("/admin/v1/keys", "{\"name\": \"of a test\", \"scopes\": [\"runs:read\"]}")
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void the_file_has_a_request_for_every_operation() throws IOException {
        var missing = operations();
        for (var request : requests(Map.of("run", "R", "earlier", "E", "state", "S", "key", "K"))) {
            var path = request.address().split("\\?")[0];
            missing.removeIf(operation -> (request.method() + " " + path).matches(operation));
        }

        assertThat(missing).isEmpty();
    }

    private static Set<String> operations() throws IOException {
        var operations = new HashSet<String>();
        var paths = new YAMLMapper().readTree(Path.of("openapi.yaml").toFile()).path("paths");
        for (var path : paths.properties()) {
            for (var operation : path.getValue().properties()) {
                var method = operation.getKey().toUpperCase(Locale.ROOT);
                if (METHODS.contains(method)) {
                    operations.add(method + " " + path.getKey().replaceAll("\\{\\w+}", "[^/]+"));
                }
            }
        }
        return operations;
    }

    private static List<HttpRequest> requests(Map<String, String> values) throws IOException {
        var text = Files.readString(FILE);
        return Stream.of(text.split("(?m)^### "))
                .skip(1)
                .map(part -> request(part, values))
                .toList();
    }

    private static HttpRequest request(String part, Map<String, String> values) {
        var lines = part.split("\\n", 2);
        var text = lines[1];
        for (var value : values.entrySet()) {
            text = text.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        var request = REQUEST.matcher(text.strip() + "\n");
        assertThat(request.matches()).as(lines[0]).isTrue();
        var headers = request.group(3).lines().toList();
        var body = request.group(4) == null ? "" : request.group(4).strip();
        return new HttpRequest(lines[0], request.group(1), request.group(2), headers, body);
    }
}
