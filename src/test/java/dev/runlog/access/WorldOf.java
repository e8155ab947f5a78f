package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A connector with one run that left something of everything; each of its words has its mark. */
record WorldOf(String mark, String connector, UUID run, String state, String fingerprint) {
    static final int ENTRIES = 3;

    static WorldOf made() {
        var mark = UUID.randomUUID()
                .toString()
                .replace("-", "")
                .replaceAll("[0-9]", "z")
                .substring(0, 12);
        var run = UUID.randomUUID();
        var connector = "connector-" + mark;
        var state = "build-" + mark;
        var runAt = "/ingest/v1/runs/" + run;
        write(
                "PUT",
                runAt,
                "{\"connector\": \"%s\", \"site\": \"site-%s\", \"version\": \"1-%s\"}"
                        .formatted(connector, mark, mark));
        write(
                "POST",
                runAt + "/logs",
                "[{\"message\": \"begins %1$s\"}, {\"level\": \"error\", \"message\": \"Rejected %1$s\"}]"
                        .formatted(mark));
        write(
                "POST",
                runAt + "/failures",
                "{\"method\": \"GET\", \"requestUri\": \"/%s\", \"responseCode\": 404}".formatted(mark));
        write(
                "PUT",
                "/ingest/v1/states/" + state,
                "{\"connector\": \"%s\", \"name\": \"build_connector\", \"status\": \"done\", \"ownerId\": \"u-%s\"}"
                        .formatted(connector, mark));
        assertThat(Client.admin()
                        .send("POST", runAt + "/output/stderr", "text/plain", "Traceback " + mark + "\n")
                        .status())
                .isEqualTo(200);
        write("POST", runAt + "/finish", "{\"exitCode\": 1}");
        var groups = Client.admin()
                .get("/api/v1/error-groups?connector=" + connector + "&source=application")
                .body();
        var at = groups.indexOf("\"fingerprint\":\"") + 15;
        return new WorldOf(mark, connector, run, state, groups.substring(at, at + 16));
    }

    private static void write(String method, String path, String body) {
        var answer = Client.admin().json(method, path, body);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    /** Its part of an address. */
    Map<String, String> places() {
        return Map.of(
                "processId",
                run.toString(),
                "connector",
                connector,
                "stateId",
                state,
                "fingerprint",
                fingerprint,
                "stream",
                "stderr",
                "level",
                "info",
                "code",
                "forbidden",
                "id",
                run.toString());
    }

    /** The same of what nobody has ever seen, as long as it. */
    Map<String, String> nowhere() {
        return new WorldOf(
                        mark,
                        "connector-" + "q".repeat(mark.length()),
                        UUID.nameUUIDFromBytes(mark.getBytes(StandardCharsets.UTF_8)),
                        "build-" + "q".repeat(mark.length()),
                        fingerprint.equals("0123456789abcdef") ? "0123456789abcdee" : "0123456789abcdef")
                .places();
    }

    /** What of it can be in an answer, wherever it is shown. */
    List<String> words() {
        return List.of(mark, run.toString());
    }
}
