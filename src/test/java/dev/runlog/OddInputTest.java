package dev.runlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.Odd;
import dev.runlog.testing.Sending;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes, the answer comes, and it is no failure of the service: a success, or a refusal that says why. */
@QuarkusTest
@Timeout(120)
class OddInputTest {
    private static final int TRIES = 400;
    private static final long SEED = 20_261_125;
    private static final int PATIENCE_MS = 10_000;

    private static final List<String> LISTS = List.of(
            "/api/v1/runs",
            "/api/v1/logs",
            "/api/v1/failures",
            "/api/v1/states",
            "/api/v1/connectors",
            "/api/v1/error-groups",
            "/api/v1/logs/histogram",
            "/api/v1/stats/runs");
    private static final List<String> OF_A_RUN =
            List.of("", "/logs", "/failures", "/output", "/output/stdout", "/timeline", "/diagnosis", "/comparison");
    private static final List<String> PARAMETERS = List.of(
            "cursor",
            "limit",
            "count",
            "sort",
            "format",
            "level",
            "minLevel",
            "source",
            "q",
            "from",
            "to",
            "fingerprint",
            "connector",
            "site",
            "version",
            "processId",
            "status",
            "exitCode",
            "minDurationMs",
            "afterSeq",
            "responseCode",
            "method",
            "uri",
            "interval",
            "groupBy",
            "tail",
            "ansi",
            "stream",
            "name",
            "ownerId",
            "stateId");
    private static final Map<String, String> BODIES = Map.of(
            "POST /logs",
                    "{\"level\": 3, \"message\": \"x\", \"context\": {\"a\": [1, \"b\"]}, \"timestamp\": 1700000000}",
            "POST /failures",
                    "[{\"method\": \"GET\", \"requestUri\": \"/a?x=1\", \"responseCode\": 404, \"durationMs\": 1}]",
            "PUT ",
                    "{\"connector\": \"c\", \"site\": \"1\", \"version\": 1.0, \"startedAt\": \"2026-11-23T12:00:00Z\"}",
            "POST /finish", "{\"exitCode\": 1, \"finishedAt\": null, \"reason\": \"x\"}",
            "POST /output/stdout", "some bytes\nand more");
    private static final List<String> READ_HEADERS = List.of(
            "Range", "If-Range", "Accept", "Accept-Encoding", "If-None-Match", "X-Request-Id", "Origin", "Cookie");
    private static final List<String> WRITE_HEADERS =
            List.of("Idempotency-Key", "Upload-Offset", "Content-Type", "Content-Encoding", "Expect", "Accept");

    @TestHTTPResource("/")
    URI service;

    @Inject
    ObjectMapper json;

    private final Odd odd = new Odd(SEED);

    private String exchange(String head, byte[] body) throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            send(socket.getOutputStream(), (head + "Connection: close\r\n\r\n").getBytes(UTF_8), body);
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static void send(OutputStream out, byte[] head, byte[] body) throws IOException {
        out.write(head);
        out.write(body);
        out.flush();
    }

    private void holds(String head, byte[] body) throws IOException {
        var answer = exchange(head, body);
        var said = head + new String(body, UTF_8) + "\n--\n"
                + answer.lines().limit(30).toList();

        assertThat(answer).as(said).matches("(?s)HTTP/1\\.1 [234].*");
        if (answer.charAt(9) == '4') {
            var parts = answer.split("\r\n\r\n", 2);
            assertThat(parts[0]).as(said).containsPattern("(?i)content-type: application/(problem\\+)?json");
            assertThat(parts[1]).as(said).startsWith("{");
        }
    }

    private static String request(String method, String address) {
        return method + " " + address + " HTTP/1.1\r\nHost: localhost\r\n";
    }

    @Test
    void in_the_query() throws Exception {
        var run = Given.aRun().logs("{\"message\": \"x\"}");
        for (int i = 0; i < TRIES; i++) {
            var address = odd.upTo(1) == 0 ? odd.oneOf(LISTS) : run.address() + odd.oneOf(OF_A_RUN);
            var query = new ArrayList<String>();
            for (var parameter : odd.several(PARAMETERS)) {
                var value = odd.text();
                query.add(parameter + "="
                        + (odd.upTo(4) == 0
                                ? value.replaceAll("[^\\x21-\\x7e]", "")
                                : URLEncoder.encode(value, UTF_8)));
            }
            holds(request("GET", address + "?" + String.join("&", query)), new byte[0]);
        }
    }

    @Test
    void in_the_headers_of_a_read() throws Exception {
        var run = Given.aRun().logs("{\"message\": \"x\"}");
        Sending.bytes("text/plain", "one\ntwo\n".getBytes(UTF_8))
                .post("/ingest/v1/runs/" + run.processId() + "/output/stdout");
        for (int i = 0; i < TRIES; i++) {
            var head = new StringBuilder(request("GET", run.address() + odd.oneOf(OF_A_RUN)));
            for (var header : odd.several(READ_HEADERS)) {
                head.append(header)
                        .append(": ")
                        .append(header.equals("Range") && odd.upTo(1) == 0 ? "bytes=" : "")
                        .append(odd.header())
                        .append("\r\n");
            }
            holds(head.toString(), new byte[0]);
        }
    }

    @Test
    void in_the_headers_of_a_write() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            var call = odd.oneOf(List.copyOf(BODIES.keySet()));
            var body = BODIES.get(call).getBytes(UTF_8);
            var head = head(call, body.length);
            for (var header : odd.several(WRITE_HEADERS)) {
                head.append(header).append(": ").append(odd.header()).append("\r\n");
            }
            holds(head.toString(), body);
        }
    }

    private static StringBuilder head(String call, int length) {
        var parts = call.split(" ", 2);
        return new StringBuilder(request(parts[0], "/ingest/v1/runs/" + UUID.randomUUID() + parts[1]))
                .append("Content-Length: ")
                .append(length)
                .append("\r\n");
    }

    @Test
    void in_the_body() throws Exception {
        for (int i = 0; i < 2 * TRIES; i++) {
            var call = odd.oneOf(List.copyOf(BODIES.keySet()));
            var text = odd.upTo(7) == 0 ? odd.text() : odd.mutated(BODIES.get(call));
            var lines = call.equals("POST /logs") && odd.upTo(2) == 0;
            var gzip = odd.upTo(3) == 0;
            var plain = (lines ? text + "\n" + odd.mutated(text) : text).getBytes(UTF_8);
            var body = gzip ? odd.mutated(Sending.gzip(plain)) : plain;
            var head = head(call, body.length)
                    .append("Content-Type: ")
                    .append(lines ? Sending.NDJSON : "application/json")
                    .append(gzip ? "\r\nContent-Encoding: gzip\r\n" : "\r\n");
            holds(head.toString(), body);
        }
    }

    @Test
    void in_the_path() throws Exception {
        for (int i = 0; i < TRIES; i++) {
            var piece = odd.upTo(1) == 0
                    ? URLEncoder.encode(odd.text(), UTF_8)
                    : odd.header().replace(" ", "");
            var address =
                    odd.oneOf(List.of("/api/v1/runs/", "/api/v1/states/", "/api/v1/connectors/", "/problems/", "/"))
                            + "x" + piece;
            holds(request("GET", address), new byte[0]);
            holds(
                    request("POST", "/container-api/" + UUID.randomUUID() + "/logs/" + piece.replace("?", ""))
                            + "Content-Length: 2\r\n",
                    "{}".getBytes(UTF_8));
        }
    }

    @Test
    void what_was_accepted_reads_back_the_same() throws Exception {
        var messages = new ArrayList<String>();
        for (int i = 0; i < TRIES; i++) {
            messages.add(odd.anyText());
        }
        var body = json.writeValueAsString(messages.stream()
                .map(message -> Map.of("message", message, "context", Map.of("said", message)))
                .toList());
        var run = UUID.randomUUID();
        Sending.post("/ingest/v1/runs/" + run + "/logs", body).statusCode(201);

        assertThat(Api.<String>walk("/api/v1/runs/" + run + "/logs?limit=100", "message"))
                .isEqualTo(messages);
        assertThat(Api.<String>walk("/api/v1/runs/" + run + "/logs?limit=100", "context.said"))
                .isEqualTo(messages);
    }
}
