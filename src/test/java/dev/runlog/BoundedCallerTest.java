package dev.runlog;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Bounded;
import dev.runlog.testing.Given;
import dev.runlog.testing.Waiting;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that want more than their share: each address is one, since none has a credential. */
@QuarkusTest
@TestProfile(Bounded.class)
@Timeout(60)
class BoundedCallerTest {
    private static final String ENTRY = "{\"message\": \"" + "x".repeat(60_000) + "\"}";

    @TestHTTPResource("/")
    URI service;

    @Inject
    MeterRegistry meters;

    @Inject
    @DataSource("query")
    AgroalDataSource queries;

    private Socket open(String from, String request) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", service.getPort()));
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    private boolean isLetIn(String from, String request) {
        try (var socket = open(from, request)) {
            return new String(socket.getInputStream().readNBytes(12), UTF_8).equals("HTTP/1.1 200");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String answer(String from, String request) throws IOException {
        try (var socket = open(from, request)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String post(String address) {
        return "POST " + address
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: 16\r\n\r\n{\"message\": \"x\"}";
    }

    private static String get(String address) {
        return "GET " + address + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private double refusals() {
        return meters.get("runlog.refusals")
                .tag("code", "too-many-requests")
                .counter()
                .count();
    }

    @Test
    void more_writes_than_the_quota_are_refused_to_this_caller_alone() throws Exception {
        var run = UUID.randomUUID();
        var logs = post("/ingest/v1/runs/" + run + "/logs");
        var before = refusals();
        for (int i = 1; i <= Bounded.WRITES; i++) {
            assertThat(answer("127.0.0.2", logs))
                    .startsWith("HTTP/1.1 201 ")
                    .contains("RateLimit-Policy: \"writes\";q=15;w=3600\r\n")
                    .contains("RateLimit: \"writes\";r=" + (Bounded.WRITES - i) + ";t=");
        }

        assertThat(answer("127.0.0.2", logs))
                .startsWith("HTTP/1.1 429 ")
                .containsPattern("Retry-After: 2[34][0-9]\r\n")
                .contains("RateLimit: \"writes\";r=0;t=")
                .contains("application/problem+json")
                .contains("\"code\":\"too-many-requests\"");
        assertThat(answer("127.0.0.2", post("/container-api/" + run + "/logs/info")))
                .startsWith("HTTP/1.1 429 ")
                .contains("Retry-After: ")
                .endsWith("{\"message\":\"Over the bound of 15 writes in 3600 s.\"}");
        assertThat(answer("127.0.0.2", post("/otlp/v1/logs")))
                .startsWith("HTTP/1.1 429 ")
                .contains("Retry-After: ")
                .contains("\"code\":\"too-many-requests\"");
        assertThat(refusals()).isEqualTo(before + 3);
        assertThat(answer("127.0.0.3", logs)).startsWith("HTTP/1.1 201 ");
        Api.get("/api/v1/runs/" + run + "/logs?count=true")
                .statusCode(200)
                .header("RateLimit", nullValue())
                .body("count.value", is(Bounded.WRITES + 1));
    }

    @Test
    void a_refused_write_leaves_its_connection_usable() throws Exception {
        var logs = post("/ingest/v1/runs/" + UUID.randomUUID() + "/logs").replace("Connection: close\r\n", "");
        var all = answer(
                "127.0.0.4",
                logs.repeat(Bounded.WRITES + 1)
                        + get("/api/v1/runs?limit=1").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));

        assertThat(all.split("HTTP/1.1 201 ", -1)).hasSize(Bounded.WRITES + 1);
        assertThat(all.split("HTTP/1.1 429 ", -1)).hasSize(2);
        assertThat(all.split("HTTP/1.1 200 ", -1)).hasSize(2);
    }

    private List<Socket> letIn(int number, String address, String request) throws IOException {
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < number; i++) {
            var socket = open(address, request);
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 200");
            sockets.add(socket);
        }
        return sockets;
    }

    @Test
    void more_event_streams_than_its_share_are_refused_until_one_ends() throws Exception {
        var stream = get("/api/v1/runs/stream");
        var open = letIn(Bounded.STREAMS, "127.0.0.5", stream);
        try (var one = open("127.0.0.5", stream);
                var other = open("127.0.0.6", stream)) {
            assertThat(new String(one.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 429");
            assertThat(new String(other.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 200");
        }
        open.get(0).close();
        assertThat(Waiting.until(() -> isLetIn("127.0.0.5", stream))).isTrue();
        open.get(1).close();
    }

    /** They are cut off once they take nothing for the idle timeout, and hold no connection of the database meanwhile. */
    @Test
    void more_exports_than_its_share_are_refused_and_slow_ones_cut_off() throws Exception {
        var run = Given.aRun();
        for (int i = 0; i < 5; i++) {
            run.logs(Stream.generate(() -> ENTRY).limit(50).collect(Collectors.joining(",", "[", "]")));
        }
        var export = get(run.address() + "/logs?format=ndjson");
        var slow = letIn(Bounded.EXPORTS, "127.0.0.7", export);
        try (var one = open("127.0.0.7", export)) {
            assertThat(new String(one.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 429");
        }
        assertThat(Waiting.until(() -> queries.getMetrics().activeCount() == 0)).isTrue();
        Thread.sleep(Duration.ofSeconds(4).toMillis());

        assertThat(answer("127.0.0.7", close(export))).startsWith("HTTP/1.1 200");
        for (var socket : slow) {
            var taken = socket.getInputStream().readAllBytes().length;
            assertThat(taken).isLessThan(5 * 50 * 60_000);
            socket.close();
        }
    }

    @Test
    void large_downloads_of_output_have_a_share_too() throws Exception {
        var run = Given.aRun();
        for (int i = 0; i < 8; i++) {
            run.writes("stdout", new byte[1024 * 1024]);
        }
        var download = get(run.address() + "/output/stdout");
        var slow = letIn(Bounded.EXPORTS, "127.0.0.8", download);

        assertThat(answer("127.0.0.8", close(download))).startsWith("HTTP/1.1 429");
        assertThat(answer(
                        "127.0.0.8",
                        close(get(run.address() + "/output/stdout?tail=1").replace("GET ", "HEAD "))))
                .startsWith("HTTP/1.1 200");
        assertThat(answer("127.0.0.8", close(range(download, 100)))).startsWith("HTTP/1.1 206");
        for (var socket : slow) {
            socket.close();
        }
    }

    private static String range(String request, int bytes) {
        return request.replace("\r\n\r\n", "\r\nRange: bytes=0-" + (bytes - 1) + "\r\n\r\n");
    }

    private static String close(String request) {
        return request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void a_browser_of_a_named_origin_may_read_the_headers_that_matter() {
        given().header("Origin", Bounded.ORIGIN)
                .get("/api/v1/runs")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", Bounded.ORIGIN)
                .header("Access-Control-Expose-Headers", containsString("Link"))
                .header("Access-Control-Expose-Headers", containsString("ETag"))
                .header("Access-Control-Expose-Headers", containsString("Retry-After"))
                .header("Access-Control-Expose-Headers", containsString("Content-Range"))
                .header("Access-Control-Expose-Headers", containsString("X-Request-Id"));
        given().header("Origin", Bounded.ORIGIN)
                .get("/api/v1/runs?x=1")
                .then()
                .statusCode(400)
                .header("Access-Control-Allow-Origin", Bounded.ORIGIN);
    }

    @Test
    void a_preflight_is_answered_for_a_named_origin() {
        given().noFilters()
                .header("Origin", Bounded.ORIGIN)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization,last-event-id")
                .options("/api/v1/runs")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", Bounded.ORIGIN)
                .header("Access-Control-Allow-Headers", containsString("authorization"));
    }

    @Test
    void another_origin_is_let_in_nowhere() {
        for (var origin : new String[] {"https://evil.example", Bounded.ORIGIN + ".evil.example", "null"}) {
            given().noFilters()
                    .header("Origin", origin)
                    .get("/api/v1/runs")
                    .then()
                    .statusCode(403)
                    .header("Access-Control-Allow-Origin", nullValue());
        }
    }
}
