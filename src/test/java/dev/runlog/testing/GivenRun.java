package dev.runlog.testing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.oneOf;

import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A run of a test. The withers come before {@link #registers()}; the verbs write through the ingestion API and fail the
 * test unless the write is taken.
 *
 * @param startedAt null leaves it out of the registration, as it does {@code deadlineAt}
 */
public record GivenRun(
        UUID processId, String connector, String site, String version, Instant startedAt, Instant deadlineAt) {

    public GivenRun of(String newConnector) {
        return new GivenRun(processId, newConnector, site, version, startedAt, deadlineAt);
    }

    public GivenRun at(String newSite) {
        return new GivenRun(processId, connector, newSite, version, startedAt, deadlineAt);
    }

    public GivenRun in(String newVersion) {
        return new GivenRun(processId, connector, site, newVersion, startedAt, deadlineAt);
    }

    public GivenRun startedAt(Instant start) {
        return new GivenRun(processId, connector, site, version, start, deadlineAt);
    }

    public GivenRun deadlineAt(Instant deadline) {
        return new GivenRun(processId, connector, site, version, startedAt, deadline);
    }

    public GivenRun registers() {
        Sending.put(ingestion(""), """
                        {"connector": "%s", "site": "%s", "version": "%s", "startedAt": %s, "deadlineAt": %s}
                        """.formatted(connector, site, version, json(startedAt), json(deadlineAt)))
                .statusCode(oneOf(200, 201));
        return this;
    }

    /** Logs one entry. */
    public GivenRun says(String level, String message) {
        return logs("{\"level\": \"%s\", \"message\": \"%s\"}".formatted(level, escaped(message)));
    }

    public GivenRun says(String level, String message, Instant timestamp) {
        return logs("{\"level\": \"%s\", \"message\": \"%s\", \"timestamp\": %s}"
                .formatted(level, escaped(message), json(timestamp)));
    }

    /** Logs one entry or an array of them, written as JSON. */
    public GivenRun logs(String json) {
        Sending.post(ingestion("/logs"), json).statusCode(201);
        return this;
    }

    /** Logs so many entries: {@code line 1}, {@code line 2} … */
    public GivenRun logs(int entries) {
        var lines = new StringBuilder();
        for (int i = 1; i <= entries; i++) {
            lines.append("{\"message\": \"line ").append(i).append("\"}\n");
        }
        Sending.lines(lines.toString()).post(ingestion("/logs")).then().statusCode(201);
        return this;
    }

    /** Writes to {@code stdout} or {@code stderr}; nothing where that is empty. */
    public GivenRun writes(String stream, byte[] output) {
        if (output.length > 0) {
            Sending.bytes("text/plain", output)
                    .post(ingestion("/output/" + stream))
                    .then()
                    .statusCode(200);
        }
        return this;
    }

    public GivenRun writes(String stream, String output) {
        return writes(stream, output.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what a program wrote, and ends as it did. */
    public GivenRun replays(RealInput.Program program) {
        return writes("stdout", program.written("stdout"))
                .writes("stderr", program.written("stderr"))
                .ends(program.exitCode());
    }

    /** A call of the Container API fails. */
    public GivenRun calls(String method, String requestUri, Integer responseCode) {
        return calls("""
                {"method": "%s", "requestUri": "%s", "responseCode": %s}
                """.formatted(method, requestUri, responseCode));
    }

    /** One failed call or an array of them, written as JSON. */
    public GivenRun calls(String json) {
        Sending.post(ingestion("/failures"), json).statusCode(201);
        return this;
    }

    /** @param exitCode null where the container vanished */
    public GivenRun ends(Integer exitCode) {
        return ends(exitCode, null);
    }

    public GivenRun ends(Integer exitCode, Instant finishedAt) {
        Sending.post(ingestion("/finish"), """
                {"exitCode": %s, "finishedAt": %s}
                """.formatted(exitCode, json(finishedAt)))
                .statusCode(200);
        return this;
    }

    /** Asks for the run, or for what is below it, such as {@code /logs?level=error}. */
    public ValidatableResponse get(String below) {
        return given().urlEncodingEnabled(false).get(address() + below).then();
    }

    public String address() {
        return "/api/v1/runs/" + processId;
    }

    private String ingestion(String below) {
        return "/ingest/v1/runs/" + processId + below;
    }

    private static String json(Instant time) {
        return time == null ? "null" : "\"" + time + "\"";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\u001b", "\\u001b");
    }
}
