package dev.runlog.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.OutputOf;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OutputIngestTest {
    private static final int MOST_OUTPUT = 1024 * 1024;

    private final OutputOf run = OutputOf.aRun();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String stdout() {
        return new String(run.bytes("stdout"), StandardCharsets.UTF_8);
    }

    private static void assertSize(Response response, int size) {
        response.then()
                .statusCode(200)
                .header("Upload-Offset", Integer.toString(size))
                .body("stream", equalTo("stdout"))
                .body("size", equalTo(size));
    }

    @Test
    void bytes_are_appended_and_the_new_size_is_answered() {
        assertSize(run.write(given(), "stdout", bytes("abc")), 3);
        assertSize(run.write(given(), "stdout", bytes("de")), 5);
        run.wrote("stderr", "other");

        assertThat(stdout()).isEqualTo("abcde");
    }

    @Test
    void a_write_makes_the_run_and_counts_in_its_output() {
        run.wrote("stdout", "abc").wrote("stderr", "de");

        given().contentType("application/json")
                .body("{\"exitCode\":0}")
                .post("/ingest/v1/runs/{run}/finish", run.processId())
                .then()
                .statusCode(200)
                .body("connector", nullValue())
                .body("output.stdoutBytes", equalTo(3))
                .body("output.stderrBytes", equalTo(2));
    }

    @Test
    void a_retry_at_its_offset_stores_nothing_twice() {
        assertSize(run.writeAt(0, "stdout", "abc"), 3);
        assertSize(run.writeAt(0, "stdout", "abc"), 3);
        assertSize(run.writeAt(1, "stdout", "b"), 3);

        assertThat(stdout()).isEqualTo("abc");
    }

    @Test
    void of_a_write_that_overlaps_only_the_new_tail_is_stored() {
        run.wrote("stdout", "abc");

        assertSize(run.writeAt(1, "stdout", "bcdef"), 6);

        assertThat(stdout()).isEqualTo("abcdef");
    }

    @Test
    void a_gap_is_a_conflict_that_says_where_to_go_on() {
        run.wrote("stdout", "abc");

        run.writeAt(4, "stdout", "e")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .header("Upload-Offset", "3")
                .body("code", equalTo("offset-conflict"));

        assertThat(stdout()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "9223372036854775807", "9223372036854775808", "99999999999999999999"})
    void a_gap_however_wide_is_a_conflict(String offset) {
        run.wrote("stdout", "fourteen bytes");

        run.write(given().header("Upload-Offset", offset), "stdout", bytes("a"))
                .then()
                .statusCode(409)
                .header("Upload-Offset", "14")
                .body("code", equalTo("offset-conflict"));

        assertThat(stdout()).isEqualTo("fourteen bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "03", "0000000000000000000000003"})
    void an_offset_is_its_number_however_it_is_padded(String offset) {
        run.wrote("stdout", "abc");

        assertSize(run.write(given().header("Upload-Offset", offset), "stdout", bytes("d")), 4);
    }

    @Test
    void two_offsets_that_differ_are_refused() {
        run.wrote("stdout", "abc");

        run.write(given().header("Upload-Offset", 3, 0), "stdout", bytes("d"))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-header"))
                .body("errors[0].parameter", equalTo("Upload-Offset"))
                .body("detail", containsString("more than once"));
        assertSize(run.write(given().header("Upload-Offset", 3, 3), "stdout", bytes("d")), 4);

        assertThat(stdout()).isEqualTo("abcd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "x", "", "1.5", "1e3", "0x1", "1, 1", "\u0661"})
    void an_offset_that_is_no_number_of_bytes_is_refused(String offset) {
        run.write(given().header("Upload-Offset", offset), "stdout", bytes("a"))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-header"))
                .body("errors[0].parameter", equalTo("Upload-Offset"));
    }

    @Test
    void no_bytes_are_answered_with_the_present_size() {
        assertSize(run.write(given(), "stdout", new byte[0]), 0);
        run.wrote("stdout", "abc");

        assertSize(run.write(given(), "stdout", new byte[0]), 3);
        assertSize(given().post("/ingest/v1/runs/{run}/output/stdout", run.processId()), 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "image/png", "x/y"})
    void any_content_type_is_taken_as_bytes(String type) {
        var body = bytes("{\"a=1&b\u0000");

        given().config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .encodeContentTypeAs(type, io.restassured.http.ContentType.BINARY)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(type)
                .body(body)
                .post("/ingest/v1/runs/{run}/output/stdout", run.processId())
                .then()
                .statusCode(200);

        assertThat(run.bytes("stdout")).isEqualTo(body);
    }

    /** Past REST Assured, which takes no such type for one. */
    @ParameterizedTest
    @ValueSource(strings = {"garbage", "", "/", "a/b/c", ";", "text/plain; charset", "text/plain, image/png"})
    void a_content_type_that_is_none_does_not_matter(String type) throws Exception {
        var address = "/ingest/v1/runs/" + run.processId() + "/output/stdout";
        var request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + address))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("abc"))
                .build();

        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(stdout()).isEqualTo("abc");
    }

    @Test
    void every_byte_comes_back_as_it_was() {
        var all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        run.wrote("stderr", all);

        assertThat(run.bytes("stderr")).isEqualTo(all);
    }

    @Test
    void a_gzipped_write_is_stored_inflated_and_a_broken_one_is_not() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes("inflated"));
        }
        var broken = zipped.toByteArray();
        broken[broken.length - 5]++;

        assertSize(run.write(given().header("Content-Encoding", "gzip"), "stdout", zipped.toByteArray()), 8);
        run.write(given().header("Content-Encoding", "gzip"), "stdout", broken)
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-body"));

        assertThat(stdout()).isEqualTo("inflated");
    }

    @Test
    void a_write_over_the_bound_is_refused_with_the_bound() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new byte[MOST_OUTPUT + 1]);
        }

        assertSize(run.write(given(), "stdout", new byte[MOST_OUTPUT]), MOST_OUTPUT);
        run.write(given(), "stdout", new byte[MOST_OUTPUT + 1])
                .then()
                .statusCode(413)
                .body("code", equalTo("too-large"))
                .body("detail", containsString(Integer.toString(MOST_OUTPUT)));
        run.write(given().header("Content-Encoding", "gzip"), "stdout", zipped.toByteArray())
                .then()
                .statusCode(413);
    }

    @Test
    void there_are_two_streams_and_run_ids_are_uuids() {
        run.write(given(), "stdin", bytes("a")).then().statusCode(404).body("code", equalTo("not-found"));
        given().body(bytes("a"))
                .post("/ingest/v1/runs/no-uuid/output/stdout")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-path"));
    }

    @Test
    void a_key_stores_once_and_answers_as_the_first_time() {
        var keyed = given().header("Idempotency-Key", "k1");
        assertSize(run.write(keyed, "stdout", bytes("abc")), 3);
        run.wrote("stdout", "d");

        var again = run.write(given().header("Idempotency-Key", "k1"), "stdout", bytes("abc"));

        assertSize(again, 3);
        again.then().header("Idempotent-Replayed", "true");
        run.write(given().header("Idempotency-Key", "k1"), "stdout", bytes("other"))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-mismatch"));
        assertSize(run.write(given().header("Idempotency-Key", "k2"), "stdout", bytes("e")), 5);
        assertThat(stdout()).isEqualTo("abcde");
    }

    @Test
    void a_refused_write_makes_no_run() {
        run.writeAt(100, "stdout", "x").then().statusCode(409).header("Upload-Offset", "0");

        given().get("/api/v1/runs/{run}", run.processId()).then().statusCode(404);
    }

    @Test
    void a_refused_write_does_not_use_up_its_key() {
        var offset = given().header("Idempotency-Key", "k").header("Upload-Offset", 3);
        run.write(offset, "stdout", bytes("de")).then().statusCode(409);
        run.wrote("stdout", "abc");

        assertSize(
                run.write(given().header("Idempotency-Key", "k").header("Upload-Offset", 3), "stdout", bytes("de")), 5);
    }

    @Test
    void concurrent_appends_of_one_run_are_all_there_and_whole() {
        var threads = Executors.newFixedThreadPool(8);
        var writes = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 200; i++) {
            var line = "line %03d\n".formatted(i);
            writes.add(CompletableFuture.runAsync(() -> run.wrote("stdout", line), threads));
            writes.add(CompletableFuture.runAsync(
                    () -> run.writeAt(1_000_000, "stdout", "gap").then().statusCode(409), threads));
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        threads.shutdown();

        assertThat(stdout()).hasSize(200 * 9);
        assertThat(stdout().lines().distinct()).hasSize(200).allMatch(line -> line.matches("line \\d{3}"));
    }

    @Test
    void the_same_write_sent_many_times_at_once_is_stored_once() {
        var threads = Executors.newFixedThreadPool(8);
        var writes = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 40; i++) {
            writes.add(CompletableFuture.runAsync(
                    () -> assertSize(run.write(given().header("Idempotency-Key", "k"), "stdout", bytes("abc")), 3),
                    threads));
            writes.add(CompletableFuture.runAsync(() -> run.writeAt(0, "stderr", "def"), threads));
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        threads.shutdown();

        assertThat(stdout()).isEqualTo("abc");
        assertThat(run.bytes("stderr")).isEqualTo(bytes("def"));
    }
}
