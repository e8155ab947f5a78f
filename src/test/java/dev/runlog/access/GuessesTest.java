package dev.runlog.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes with credentials of nobody's; each address has its own bound. */
@QuarkusTest
@TestProfile(Bounds.class)
@Timeout(60)
class GuessesTest {
    private static final String LIST = "GET /api/v1/runs?limit=1";
    private static final String FORGED = "eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYSJ9.e30.";

    @Inject
    MeterRegistry meters;

    private static String made() {
        return KeyText.fresh().text();
    }

    private static String answer(String from, String line, String credential, String body) throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", Client.at("/").getPort()));
            var length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + credential + "\r\n" + length + "\r\n" + body)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void spend(String from) throws IOException {
        for (int i = 1; i <= Bounds.REFUSED; i++) {
            var credential = i % 2 == 0 ? made() : FORGED + "x".repeat(20 + i);
            assertThat(answer(from, LIST, credential, ""))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("RateLimit-Policy: \"refused\";q=4;w=3600\r\n")
                    .contains("RateLimit: \"refused\";r=" + (Bounds.REFUSED - i) + ";t=");
        }
    }

    private double counted() {
        return meters.get("runlog.refusals")
                .tag("code", "too-many-requests")
                .counter()
                .count();
    }

    @Test
    void more_of_them_than_the_quota_are_not_looked_up_for_this_address_alone() throws IOException {
        var known = GivenKey.of(Scope.READ_RUNS).text();
        assertThat(answer("127.0.0.21", LIST, known, "")).startsWith("HTTP/1.1 200 ");
        spend("127.0.0.21");
        var before = counted();

        for (var credential : new String[] {
            made(), "rl_mistyped", FORGED + "y", GivenKey.of(Scope.READ_RUNS).text()
        }) {
            assertThat(answer("127.0.0.21", LIST, credential, ""))
                    .startsWith("HTTP/1.1 429 ")
                    .containsPattern("Retry-After: (8|9)[0-9]{2}\r\n")
                    .contains("RateLimit: \"refused\";r=0;t=")
                    .containsIgnoringCase("content-type: application/problem+json")
                    .contains("\"code\":\"too-many-requests\"");
        }

        assertThat(counted()).isEqualTo(before + 4);
        assertThat(answer("127.0.0.21", LIST, known, "")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("127.0.0.22", LIST, made(), "")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void a_body_of_one_is_not_read_and_the_sdks_are_answered_in_their_shape() throws IOException {
        spend("127.0.0.23");

        assertThat(answer("127.0.0.23", "POST /ingest/v1/runs/x/logs", made(), "{}"))
                .startsWith("HTTP/1.1 429 ");
        assertThat(answer(
                        "127.0.0.23",
                        "POST /container-api/93e37cdf-046d-45b2-a983-1e2580e57b5c/logs/info",
                        made(),
                        "{}"))
                .startsWith("HTTP/1.1 429 ")
                .endsWith("{\"message\":\"Over the bound of 4 refused in 3600 s.\"}");
    }

    @Test
    void good_ones_do_not_count_and_neither_do_public_addresses() throws IOException {
        for (int i = 0; i <= Bounds.REFUSED; i++) {
            assertThat(answer("127.0.0.24", LIST, GivenKey.of(Scope.READ_RUNS).text(), ""))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContain("RateLimit");
            assertThat(answer("127.0.0.24", "GET /problems/forbidden", made(), ""))
                    .startsWith("HTTP/1.1 200 ");
        }
        spend("127.0.0.24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /admin/v1/keys", "DELETE /admin/v1/keys/00000000-0000-4000-8000-000000000000"})
    void who_administers_more_than_the_quota_is_refused_alone(String line) throws IOException {
        var busy = GivenKey.of(Scope.ADMINISTER).text();
        for (int i = 1; i <= Bounds.ADMIN; i++) {
            assertThat(answer("127.0.0.25", line, busy, ""))
                    .doesNotContain("HTTP/1.1 429 ")
                    .contains("RateLimit: \"admin\";r=" + (Bounds.ADMIN - i) + ";t=");
        }

        assertThat(answer("127.0.0.25", line, busy, ""))
                .startsWith("HTTP/1.1 429 ")
                .contains("Retry-After: ")
                .contains("\"code\":\"too-many-requests\"");
        assertThat(answer("127.0.0.25", line, GivenKey.of(Scope.ADMINISTER).text(), ""))
                .doesNotContain("HTTP/1.1 429 ");
    }
}
