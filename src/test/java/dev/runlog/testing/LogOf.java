package dev.runlog.testing;

import static dev.runlog.testing.Sending.json;
import static dev.runlog.testing.Sending.lines;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
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

    public List<JsonNode> pages(int limit) {
        return Listed.pages(address(), limit);
    }

    public List<JsonNode> ndjson() {
        return Listed.ndjson(address());
    }

    public List<String> text() {
        return Listed.rows(address(), "text/plain");
    }
}
