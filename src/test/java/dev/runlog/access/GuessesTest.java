package dev.runlog.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.access.Bearers.Answer;
import dev.runlog.testing.AtOnce;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    @Inject
    Bearers bearers;

    private static String made() {
        return KeyText.fresh().text();
    }

    private static String answer(String from, String line, String credential, String body) throws IOException {
        return answer(from, line, credential, body, "");
    }

    private static String answer(String from, String line, String credential, String body, String header)
            throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", Client.at("/").getPort()));
            var length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + credential + "\r\n" + header + length + "\r\n" + body)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static int statusOf(String from, String credential) {
        try {
            return Integer.parseInt(answer(from, LIST, credential, "").substring(9, 12));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A client that sits behind this proxy. */
    private static String proxied(String client, String credential) throws IOException {
        return answer(Bounds.PROXY, LIST, credential, "", "X-Forwarded-For: " + client + "\r\n");
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

    @Test
    void one_that_was_good_lately_is_looked_up_even_beside_who_guesses() throws IOException {
        var good = GivenKey.of(Scope.READ_RUNS);
        var revoked = GivenKey.of(Scope.READ_RUNS);
        for (var key : List.of(good, revoked)) {
            assertThat(statusOf("127.0.0.26", key.text())).isEqualTo(200);
        }
        spend("127.0.0.26");
        revoked.revoke();

        bearers.forgetAll();

        assertThat(answer("127.0.0.26", LIST, good.text(), ""))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("RateLimit");
        for (int i = 0; i < 2; i++) {
            assertThat(statusOf("127.0.0.26", revoked.text())).isEqualTo(429);
        }
    }

    @Test
    void one_that_was_good_lately_and_is_not_any_more_is_nobodys() {
        var revoked = GivenKey.of(Scope.READ_RUNS);
        assertThat(statusOf("127.0.0.27", revoked.text())).isEqualTo(200);
        revoked.revoke();

        assertThat(statusOf("127.0.0.27", revoked.text())).isEqualTo(401);
        assertThat(bearers.wasGoodLately(revoked.text())).isFalse();
    }

    @Test
    void more_good_ones_than_the_quota_may_come_at_once() throws Exception {
        var keys = Stream.generate(() -> GivenKey.of(Scope.READ_RUNS).text())
                .limit(40)
                .toList();

        var statuses = AtOnce.run(keys.size(), i -> statusOf("127.0.0.28", keys.get(i)));

        assertThat(statuses).containsOnly(200);
        spend("127.0.0.28");
    }

    @Test
    void a_crowd_of_forged_ones_is_held_to_the_quota() throws Exception {
        var statuses = AtOnce.run(100, i -> statusOf("127.0.0.29", i % 2 == 0 ? made() : FORGED + "x".repeat(i)));

        assertThat(statuses).containsOnly(401, 429);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(Bounds.REFUSED);
    }

    @Test
    void one_that_has_waited_is_not_looked_up_where_the_quota_was_spent_meanwhile() throws Exception {
        var quota = new Quota("refused", 1, Duration.ofHours(1), 10);
        var key = GivenKey.of(Scope.READ_RUNS).text();
        quota.take("here");

        assertThat(bearers.find(key, new Guess(Optional.of(quota), "here", false))
                        .get())
                .isEqualTo(new Answer.Unknown());
        assertThat(bearers.find(key, new Guess(Optional.of(quota), "there", false))
                        .get())
                .isInstanceOf(Answer.Somebody.class);
    }

    @Test
    void the_addresses_of_one_network_share_a_quota() throws IOException {
        for (int i = 1; i <= Bounds.REFUSED; i++) {
            assertThat(proxied("2001:db8:0:1::" + i, made())).startsWith("HTTP/1.1 401 ");
            assertThat(proxied("::ffff:192.0.2.1", made())).startsWith("HTTP/1.1 401 ");
        }

        assertThat(proxied("2001:db8:0:1:ffff::9", made())).startsWith("HTTP/1.1 429 ");
        assertThat(proxied("2001:db8:0:2::1", made())).startsWith("HTTP/1.1 401 ");
        assertThat(proxied("192.0.2.1", made())).startsWith("HTTP/1.1 429 ");
        assertThat(proxied("::ffff:192.0.2.2", made())).startsWith("HTTP/1.1 401 ");
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
