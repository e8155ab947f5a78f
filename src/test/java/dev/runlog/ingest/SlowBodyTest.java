package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.Stored;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that do not arrive whole; under test one may take 3 s. */
@QuarkusTest
class SlowBodyTest {
    private static final int MOST_WAIT_MS = 30_000;

    @TestHTTPResource
    URI service;

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();

    @AfterEach
    void nothing_is_stored() {
        assertThat(stored.knows(run)).isFalse();
    }

    private Socket sending(String address, String begun) throws IOException {
        var socket = new Socket(service.getHost(), service.getPort());
        socket.setSoTimeout(MOST_WAIT_MS);
        var head = "POST " + address + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n";
        socket.getOutputStream().write((head + begun).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_body_that_stays_behind_is_refused_and_the_connection_closed() throws IOException {
        try (var socket = sending("/ingest/v1/runs/" + run + "/logs", "{\"message\": ")) {
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .contains("\"code\":\"request-timeout\"");
        }
    }

    @Test
    void the_route_of_the_sdks_refuses_it_in_its_own_shape() throws IOException {
        try (var socket = sending("/container-api/" + run + "/logs/info", "{\"message\": ")) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 408 ").contains("{\"message\":\"The body did not");
        }
    }

    @Test
    void a_client_that_goes_away_midway_leaves_nothing() throws IOException {
        try (var socket = sending("/ingest/v1/runs/" + run + "/output/stdout", "0123456789")) {
            socket.shutdownOutput();

            assertThat(answer(socket)).doesNotContain("200 OK");
        }
    }
}
