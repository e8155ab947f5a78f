package dev.runlog.problem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the HTTP parser cannot read it answers itself: with a status, no words, and the connection's end. */
@QuarkusTest
@Timeout(30)
class NoHttpTest {
    @TestHTTPResource("/")
    URI service;

    static Stream<Arguments> requests() {
        var head = " /api/v1/runs HTTP/1.1\r\nHost: localhost\r\n";
        return Stream.of(
                Arguments.of("words of another protocol", "\u0016\u0003\u0001hello\r\n\r\n", 400),
                Arguments.of("a line without a version", "GET /api/v1/runs\r\n\r\n", 400),
                Arguments.of("a control character in a header", "GET" + head + "A: \u0001\r\n\r\n", 400),
                Arguments.of("a length that is none", "POST" + head + "Content-Length: x\r\n\r\n", 400),
                Arguments.of("two lengths", "POST" + head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
                Arguments.of(
                        "a length and chunks",
                        "POST" + head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400),
                Arguments.of("an endless address", "GET /" + "a".repeat(70_000) + " HTTP/1.1\r\n\r\n", 414),
                Arguments.of("endless headers", "GET" + head + "A: " + "a".repeat(70_000) + "\r\n\r\n", 431));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void is_refused_at_once_and_the_connection_closed(String what, String request, int status) throws IOException {
        try (var socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertThat(answer)
                    .as(what)
                    .matches("(?s)HTTP/1\\.[01] " + status + " .*")
                    .doesNotContainIgnoringCase("html");
        }
    }
}
