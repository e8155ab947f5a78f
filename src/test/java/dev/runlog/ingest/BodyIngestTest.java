package dev.runlog.ingest;

import static dev.runlog.testing.Sending.bytes;
import static dev.runlog.testing.Sending.gzip;
import static dev.runlog.testing.Sending.json;
import static dev.runlog.testing.Sending.lines;
import static dev.runlog.testing.Sending.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.runlog.testing.Stored;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BodyIngestTest {
    private static final String ENTRY = "{\"message\": \"x\"}";

    @Inject
    Stored stored;

    private final UUID run = UUID.randomUUID();
    private final String address = "/ingest/v1/runs/" + run + "/logs";
    private boolean taken;

    /** Whatever is refused leaves nothing behind. */
    @AfterEach
    void only_what_was_taken_is_stored() {
        assertThat(stored.knows(run)).isEqualTo(taken);
    }

    private void refused(ValidatableResponse answer, int status, String code) {
        answer.statusCode(status).contentType("application/problem+json").body("code", is(code));
    }

    private ValidatableResponse zipped(byte[] body) {
        return bytes("application/json", body)
                .header("Content-Encoding", "gzip")
                .post(address)
                .then();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\": \"x\", \"message\": \"y\"}",
                "{\"message\": \"x\", \"context\": {\"a\": 1, \"a\": 2}}",
                "{\"message\": \"x\", \"context\": {\"a\": 12345678901234567890123456789012345678901}}",
                "{\"message\": \"x\", \"context\": {\"a\": 0.1234567890123456789012345678901234567890}}",
                "{\"message\": \"x\", \"context\": {\"a\": 1e309}}",
                "{\"message\": \"x\", \"context\": {\"a\": 1e-309}}",
                "{\"message\": \"x\", \"context\": {\"a\": 1E+999999999999}}",
                "{\"message\": \"x\", \"unknown\": 1e309}",
                "{\"message\": \"x\", \"context\": {\"a\": NaN}}",
                "{\"message\": \"x\"} {\"message\": \"y\"}",
                "{\"message\": \"x\"},",
                "{\"message\": 'x'}",
                "{message: \"x\"}",
                "{\"message\": \"x\",}",
                "{\"message\": \"a\nb\"}",
                "{\"message\": \"\\x\"}",
                "// x\n{\"message\": \"x\"}"
            })
    void what_is_not_plain_json_is_refused(String body) {
        refused(post(address, body), 400, "malformed-body");
    }

    @Test
    void a_body_nests_32_deep_and_no_deeper() {
        var deep = "{\"message\": \"x\", \"context\": %s{}%s}";
        refused(post(address, deep.formatted("{\"a\":".repeat(31), "}".repeat(31))), 400, "malformed-body");

        post(address, deep.formatted("{\"a\":".repeat(30), "}".repeat(30))).statusCode(201);
        taken = true;
    }

    @Test
    void numbers_of_40_digits_and_exponents_of_308_are_taken() {
        post(address, """
                {"message": "x", "context": {"a": -1234567890123456789012345678901234567890, "b": 1e308, "c": 1.5E-308}}
                """).statusCode(201);
        taken = true;
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0xc3, 0xed})
    void what_is_not_utf_8_is_refused(int odd) {
        var body = ENTRY.getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) odd;

        refused(bytes("application/json", body).post(address).then(), 400, "malformed-body");
    }

    @Test
    void an_answer_never_quotes_the_body() {
        post(address, "{\"message\": secret-token}").statusCode(400).body(not(containsString("secret")));
    }

    @Test
    void a_client_that_offers_http_2_is_served() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + address))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ENTRY))
                .build();

        var answer = HttpClient.newBuilder().version(Version.HTTP_2).build().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(201);
        taken = true;
    }

    @Test
    void gzip_is_unwrapped() {
        zipped(gzip(ENTRY)).statusCode(201).body("accepted", is(1));
        lines("")
                .body(gzip(ENTRY + "\n" + ENTRY))
                .header("Content-Encoding", "GZIP")
                .post(address)
                .then()
                .statusCode(201)
                .body("accepted", is(2));
        json(ENTRY).header("Content-Encoding", "identity").post(address).then().statusCode(201);
        taken = true;
    }

    @Test
    void gzip_that_is_not_intact_is_refused() {
        var intact = gzip("[" + ENTRY + ("," + ENTRY).repeat(500) + "]");
        var corrupt = intact.clone();
        corrupt[intact.length / 2] ^= 0x55;
        var wrongSum = intact.clone();
        wrongSum[intact.length - 6] ^= 1;

        refused(zipped(corrupt), 400, "malformed-body");
        refused(zipped(wrongSum), 400, "malformed-body");
        refused(zipped(Arrays.copyOf(intact, intact.length - 4)), 400, "malformed-body");
        refused(zipped(Arrays.copyOf(intact, intact.length / 2)), 400, "malformed-body");
        refused(zipped(Arrays.copyOf(intact, intact.length + 7)), 400, "malformed-body");
        refused(zipped(ENTRY.getBytes(StandardCharsets.UTF_8)), 400, "malformed-body");
        refused(zipped(new byte[0]), 400, "malformed-body");
        refused(zipped(gzip("")), 400, "malformed-body");
    }

    @Test
    void a_gzip_bomb_is_refused() {
        refused(zipped(gzip(" ".repeat(64 * 1024 * 1024) + ENTRY)), 413, "too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "*"})
    void other_encodings_are_not_taken(String encoding) {
        var answer =
                json(ENTRY).header("Content-Encoding", encoding).post(address).then();

        refused(answer.header("Accept-Encoding", "gzip"), 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/octet-stream"})
    void other_types_are_not_taken(String type) {
        refused(
                bytes(type, ENTRY.getBytes(StandardCharsets.UTF_8))
                        .post(address)
                        .then(),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(ints = {10 * 1024 * 1024, 11 * 1024 * 1024, 16 * 1024 * 1024})
    void a_body_over_10_mib_is_refused(int size) {
        refused(post(address, ENTRY + " ".repeat(size)), 413, "too-large");
    }

    @Test
    void a_body_of_10_mib_is_taken() {
        post(address, ENTRY + " ".repeat(10 * 1024 * 1024 - ENTRY.length())).statusCode(201);
        taken = true;
    }

    @Test
    void a_batch_has_at_most_10_000_entries() {
        refused(post(address, "[" + ENTRY + ("," + ENTRY).repeat(10_000) + "]"), 413, "too-large");
        refused(lines((ENTRY + "\n").repeat(10_001)).post(address).then(), 413, "too-large");
        assertThat(stored.knows(run)).isFalse();

        post(address, "[" + ENTRY + ("," + ENTRY).repeat(9_999) + "]")
                .statusCode(201)
                .body("lastSeq", is(10_000));
        taken = true;
    }
}
