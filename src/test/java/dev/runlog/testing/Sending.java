package dev.runlog.testing;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Requests to the ingestion addresses, their bodies sent as they are. */
public final class Sending {
    public static final String NDJSON = "application/x-ndjson";

    private static final RestAssuredConfig UTF_8 = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .defaultContentCharset("UTF-8")
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs(NDJSON, ContentType.TEXT));

    private Sending() {}

    public static RequestSpecification json(String body) {
        return bytes("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    public static RequestSpecification lines(String body) {
        return bytes(NDJSON, body.getBytes(StandardCharsets.UTF_8));
    }

    public static RequestSpecification bytes(String contentType, byte[] body) {
        return given().config(UTF_8).contentType(contentType).body(body);
    }

    public static ValidatableResponse post(String address, String body) {
        return json(body).post(address).then();
    }

    public static ValidatableResponse put(String address, String body) {
        return json(body).put(address).then();
    }

    public static byte[] gzip(String text) {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] gzip(byte[] raw) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(raw);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
