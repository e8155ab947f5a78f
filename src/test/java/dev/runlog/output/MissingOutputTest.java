package dev.runlog.output;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.runlog.testing.OutputOf;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What retention has dropped while a tally still counts it. */
@QuarkusTest
class MissingOutputTest {
    private final OutputOf run = OutputOf.aRun();

    @Inject
    AgroalDataSource database;

    @TestHTTPResource("/")
    URI service;

    private void dropFrom(long offset) throws SQLException {
        var dropping = """
                delete from output_chunk
                where run_id = (select run_id from run_key where process_id = ?)
                  and start_offset >= ?
                """;
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement(dropping)) {
            delete.setObject(1, run.processId());
            delete.setLong(2, offset);
            delete.executeUpdate();
        }
    }

    @Test
    void output_that_is_gone_is_answered_as_expired() throws SQLException {
        run.wrote("stdout", "abc\ndef\n");
        dropFrom(0);

        for (var name : new String[] {"stdout", "stdout?tail=1", "stdout?ansi=strip"}) {
            run.read(name).then().statusCode(410).body("code", equalTo("logs-expired"));
        }
        run.lines("").then().statusCode(410).body("code", equalTo("logs-expired"));
        run.read(given().header("Range", "bytes=1-"), "stdout").then().statusCode(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stdout", "/stdout?ansi=strip", "?format=ndjson"})
    void a_stream_that_fails_midway_looks_broken(String address) throws SQLException {
        for (int i = 0; i < 3; i++) {
            run.wrote("stdout", "x".repeat(999).concat("\n").repeat(1000));
        }
        dropFrom(2_500_000);
        var uri = service.resolve("/api/v1/runs/" + run.processId() + "/output" + address);

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()))
                .isInstanceOf(IOException.class);
    }
}
