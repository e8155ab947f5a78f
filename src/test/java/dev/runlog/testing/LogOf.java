package dev.runlog.testing;

import static dev.runlog.testing.Sending.json;
import static dev.runlog.testing.Sending.lines;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The log entries of one run, sent and read in every way there is. */
public record LogOf(UUID run) {
    private static final int BATCH = 500;

    /** How entries may be sent. */
    public enum Way {
        SINGLY,
        AS_ARRAYS,
        AS_LINES
    }

    public void send(List<Said> entries, Way way) {
        switch (way) {
            case SINGLY ->
                entries.forEach(
                        entry -> json(entry.json()).post(ingest()).then().statusCode(201));
            case AS_ARRAYS ->
                batches(entries)
                        .forEach(batch -> json(batch.stream().map(Said::json).collect(joining(",", "[", "]")))
                                .post(ingest())
                                .then()
                                .statusCode(201));
            case AS_LINES ->
                batches(entries)
                        .forEach(batch -> lines(batch.stream().map(Said::json).collect(joining("\n")))
                                .post(ingest())
                                .then()
                                .statusCode(201));
        }
    }

    private static Stream<List<Said>> batches(List<Said> entries) {
        return Stream.iterate(0, from -> from < entries.size(), from -> from + BATCH)
                .map(from -> entries.subList(from, Math.min(from + BATCH, entries.size())));
    }

    private String ingest() {
        return "/ingest/v1/runs/" + run + "/logs";
    }

    public String address() {
        return "/api/v1/runs/" + run + "/logs";
    }

    /** Every entry, page by page, as the links lead. */
    public List<JsonNode> pages(int limit) {
        var entries = new ArrayList<JsonNode>();
        for (var address = address() + "?limit=" + limit; address != null; ) {
            var answer = given().urlEncodingEnabled(false).get(address);
            answer.then().statusCode(200);
            var page = ApiDocument.read(text(answer.asByteArray()));
            page.path("items").forEach(entries::add);
            var cursor = page.path("nextCursor");
            address = cursor.isNull() ? null : address() + "?limit=" + limit + "&cursor=" + cursor.asText();
        }
        return entries;
    }

    public List<JsonNode> ndjson() {
        return rows("application/x-ndjson").map(ApiDocument::read).toList();
    }

    public List<String> text() {
        return rows("text/plain").toList();
    }

    private Stream<String> rows(String type) {
        var answer = given().accept(type).get(address());
        answer.then().statusCode(200);
        return Stream.of(text(answer.asByteArray()).split("\n"));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
