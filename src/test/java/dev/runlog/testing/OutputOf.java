package dev.runlog.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** One run's output over HTTP. */
public record OutputOf(UUID processId) {

    /** A run of which nothing is known yet. */
    public static OutputOf aRun() {
        return new OutputOf(UUID.randomUUID());
    }

    /** Appends and expects that it is taken. */
    public OutputOf wrote(String stream, String text) {
        return wrote(stream, text.getBytes(StandardCharsets.UTF_8));
    }

    public OutputOf wrote(String stream, byte[] bytes) {
        write(given(), stream, bytes).then().statusCode(200);
        return this;
    }

    public Response write(RequestSpecification request, String stream, byte[] bytes) {
        return request.contentType("application/octet-stream")
                .body(bytes)
                .post("/ingest/v1/runs/{run}/output/{stream}", processId, stream);
    }

    public Response writeAt(long offset, String stream, String text) {
        return write(given().header("Upload-Offset", offset), stream, text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param name of a stream, with a query behind it if wanted */
    public Response read(String name) {
        return read(given(), name);
    }

    public Response read(RequestSpecification request, String name) {
        return request.get("/api/v1/runs/" + processId + "/output/" + name);
    }

    public byte[] bytes(String name) {
        return read(name).then().statusCode(200).extract().asByteArray();
    }

    /** @param query the list's parameters, such as {@code ?stream=stderr}; empty for none */
    public Response lines(String query) {
        return given().get("/api/v1/runs/" + processId + "/output" + query);
    }
}
