package dev.runlog.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A long answer that has begun when its credential is revoked or expires. */
@QuarkusTest
@TestProfile(Guarded.class)
@Timeout(90)
class RevokedDownloadTest {
    /** Between two looks, and some more. */
    private static final Duration UNTIL_NOTICED = Duration.ofSeconds(18);

    private static final String MEGABYTE = ("x".repeat(999) + "\n").repeat(1000);
    private static final int MEGABYTES = 30;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private static UUID longRun() {
        var run = UUID.randomUUID();
        var message = "x".repeat(60_000);
        var batch = "[" + ("{\"message\": \"" + message + "\"},").repeat(100) + "{\"message\": \"last\"}]";
        for (int i = 0; i < 5; i++) {
            write("/ingest/v1/runs/" + run + "/logs", "application/json", batch);
        }
        for (int i = 0; i < MEGABYTES; i++) {
            write("/ingest/v1/runs/" + run + "/output/stdout", "text/plain", MEGABYTE);
        }
        return run;
    }

    private static void write(String address, String type, String body) {
        assertThat(Client.admin().send("POST", address, type, body).status()).isIn(200, 201);
    }

    private static Socket begun(String address, String credential) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("localhost", Client.at("/").getPort()));
        socket.getOutputStream()
                .write(("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + credential
                                + "\r\nConnection: close\r\n\r\n")
                        .getBytes(UTF_8));
        assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        try (socket) {
            socket.getInputStream().transferTo(all);
        } catch (SocketException reset) {
            // What came before it counts.
        }
        return all.toString(ISO_8859_1);
    }

    @Test
    void is_broken_off_and_looks_so_while_that_of_a_good_one_is_whole() throws Exception {
        var run = longRun();
        var ends = GivenKey.with(Map.of("scopes", List.of(Scope.READ_LOGS)));
        var expires = GivenKey.with(Map.of(
                "scopes",
                List.of(Scope.READ_LOGS),
                "expiresAt",
                Instant.now().plusSeconds(8).toString()));
        var stays = GivenKey.of(Scope.READ_LOGS);
        var exports = List.of(
                "/api/v1/runs/" + run + "/logs?format=ndjson",
                "/api/v1/runs/" + run + "/logs?format=csv",
                "/api/v1/runs/" + run + "/logs?format=text",
                "/api/v1/runs/" + run + "/output?format=ndjson",
                "/api/v1/runs/" + run + "/output/stdout?ansi=strip");
        var raw = "/api/v1/runs/" + run + "/output/stdout";
        var cut = new ArrayList<Socket>();
        for (var export : exports) {
            cut.add(begun(export, ends.text()));
        }
        cut.add(begun(exports.get(0), expires.text()));
        try (var cutRaw = begun(raw, ends.text());
                var whole = begun(exports.get(0), stays.text());
                var wholeRaw = begun(raw, stays.text())) {
            ends.revoke();
            Thread.sleep(UNTIL_NOTICED.toMillis());

            for (int i = 0; i < cut.size(); i++) {
                assertThat(rest(cut.get(i)).endsWith(LAST_CHUNK))
                        .as("export " + i)
                        .isFalse();
            }
            assertThat(rest(cutRaw).length()).isLessThan(MEGABYTES * MEGABYTE.length());
            assertThat(rest(whole).endsWith(LAST_CHUNK)).isTrue();
            assertThat(rest(wholeRaw).length()).isGreaterThan(MEGABYTES * MEGABYTE.length());
        }
    }
}
