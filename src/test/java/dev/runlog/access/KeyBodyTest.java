package dev.runlog.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.testing.AtOnce;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to make a key, however it is sent; under test a body may take 3 s. */
@QuarkusTest
@TestProfile(Guarded.class)
@Timeout(60)
class KeyBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LENGTH = "Content-Length: ";

    private static String begun(String credential, String header, String body) throws IOException {
        try (var socket = new Socket("localhost", Client.at("/").getPort())) {
            socket.setSoTimeout(30_000);
            var head = "POST /admin/v1/keys HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + credential + "\r\n" + header + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static void assertRefused(String answer, int status, String code) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"" + code + "\"");
    }

    @Test
    void a_body_that_stays_behind_is_refused_and_the_connection_closed() throws IOException {
        assertRefused(begun(Guarded.ADMIN_KEY, LENGTH + "100", "{\"name\": "), 408, "request-timeout");
    }

    @Test
    void one_that_says_that_it_is_too_long_is_not_waited_for() throws IOException {
        var answer = begun(Guarded.ADMIN_KEY, LENGTH + (64 * 1024 + 1), "{");

        assertRefused(answer, 413, "too-large");
        assertThat(answer).contains("65536 bytes");
    }

    @Test
    void one_that_is_too_long_is_refused_once_it_is() throws IOException {
        var piece = "8000\r\n" + " ".repeat(0x8000) + "\r\n";
        var answer = begun(Guarded.ADMIN_KEY, "Transfer-Encoding: chunked", piece + piece + "1\r\n \r\n");

        assertRefused(answer, 413, "too-large");
    }

    @Test
    void a_body_is_waited_for_only_where_it_may_be_sent() throws IOException {
        var reader = GivenKey.of(Scope.READ_RUNS).text();

        assertRefused(begun(reader, LENGTH + "100000", "{"), 403, "forbidden");
        assertRefused(begun("x", LENGTH + "100000", "{"), 401, "unauthorized");
    }

    @Test
    void one_that_is_zipped_is_not_taken() throws IOException {
        var answer = begun(Guarded.ADMIN_KEY, "Content-Encoding: gzip\r\nConnection: close\r\n" + LENGTH + "2", "{}");

        assertRefused(answer, 415, "unsupported-media-type");
        assertThat(answer).contains("Accept-Encoding: identity");
    }

    private static Client.Answer make(String idempotencyKey, String name) {
        return make(Client.admin(), idempotencyKey, name);
    }

    private static Client.Answer make(Client client, String idempotencyKey, String name) {
        return client.with("Idempotency-Key", idempotencyKey)
                .json("POST", "/admin/v1/keys", "{\"name\": \"" + name + "\", \"scopes\": [\"runs:read\"]}");
    }

    private static long named(String name) throws IOException {
        var items = read(Client.admin().get("/admin/v1/keys?limit=1000")).path("items");
        return items.findValuesAsText("name").stream().filter(name::equals).count();
    }

    private static JsonNode read(Client.Answer answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    @Test
    void a_repeated_request_makes_no_second_key_and_says_which_it_has_made() throws IOException {
        var name = "once-" + UUID.randomUUID();
        var first = make(name, name);
        assertThat(first.status()).isEqualTo(201);

        var again = make(name, name);

        assertThat(again.status()).isEqualTo(409);
        assertThat(read(again).path("code").asText()).isEqualTo("key-already-made");
        assertThat(read(again).path("detail").asText())
                .contains(read(first).path("id").asText());
        assertThat(again.body()).doesNotContain(read(first).path("key").asText());
        assertThat(named(name)).isEqualTo(1);
        assertThat(make(name, "another").status()).isEqualTo(422);
        assertThat(make(name + "2", name).status()).isEqualTo(201);
    }

    @Test
    void callers_may_use_the_same_idempotency_key() {
        var name = "shared-" + UUID.randomUUID();
        var another = Client.bearing(GivenKey.of(Scope.ADMINISTER).text());

        assertThat(make(name, name).status()).isEqualTo(201);
        assertThat(make(another, name, name).status()).isEqualTo(201);
        assertThat(make(another, name, name).status()).isEqualTo(409);
    }

    @Test
    void requests_that_come_at_once_make_one_key() throws Exception {
        var name = "race-" + UUID.randomUUID();

        var statuses = AtOnce.run(8, i -> make(name, name).status());

        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(named(name)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void an_idempotency_key_of_another_form_is_refused(int length) throws IOException {
        var answer = begun(
                Guarded.ADMIN_KEY,
                "Idempotency-Key: " + "k".repeat(length) + "\r\nConnection: close\r\n" + LENGTH + "2",
                "{}");

        assertRefused(answer, 400, "invalid-header");
    }

    @Test
    void two_idempotency_keys_that_differ_are_refused() throws IOException {
        var answer = begun(
                Guarded.ADMIN_KEY,
                "Idempotency-Key: one\r\nIdempotency-Key: two\r\nConnection: close\r\n" + LENGTH + "2",
                "{}");

        assertRefused(answer, 400, "invalid-header");
    }

    @Test
    void names_are_taken_as_ingestion_takes_them() throws IOException {
        var mark = 10_000_000 + (int) (Math.random() * 80_000_000);
        var number = mark + ".10";
        var made = read(Client.admin()
                .json(
                        "POST",
                        "/admin/v1/keys",
                        "{\"name\": 7, \"scopes\": [\"runs:read\", \"ingest:write\"], \"connectors\": [" + number
                                + ", \"a\\u0000b\\ud800\"]}"));
        var key = Client.bearing(made.path("key").asText());
        assertThat(made.path("name").asText()).isEqualTo("7");
        assertThat(made.path("connectors")).extracting(JsonNode::asText).containsExactly(number, "a\u2400b\ufffd");

        assertThat(registered(key, number).status()).isEqualTo(201);
        assertThat(read(key.get("/api/v1/runs")).path("items").findValuesAsText("connector"))
                .isEqualTo(List.of(number));
        for (var other : List.of(mark + "", mark + ".1", mark + ".100")) {
            assertThat(registered(key, other).status()).as(other).isEqualTo(403);
        }
    }

    private static Client.Answer registered(Client key, String connector) {
        return key.json(
                "PUT",
                "/ingest/v1/runs/" + UUID.randomUUID(),
                "{\"connector\": " + connector + ", \"site\": 1, \"version\": 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e5", "true", "null", "{}", "\"\"", "1E-7"})
    void a_name_that_is_not_one_limits_nothing_and_makes_no_key(String name) {
        var answer = Client.admin()
                .json(
                        "POST",
                        "/admin/v1/keys",
                        "{\"name\": 1, \"scopes\": [\"runs:read\"], \"connectors\": [" + name + "]}");

        assertThat(answer.status()).isEqualTo(400);
    }
}
