package dev.runlog.testing;

import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes entries to a run that it shares with other clients and output to a run of its own, one write behind the other,
 * until one is not answered. For one thread at a time.
 */
public final class LoadClient {
    private static final int BATCH = 7;
    private static final int UNDER_WAY = 10;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String name;
    private final UUID logRun;
    private final UUID outputRun = UUID.randomUUID();
    private final List<String> messages = new ArrayList<>();
    private final TreeMap<Integer, String> acknowledged = new TreeMap<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Write unanswered;
    private int replays;
    private volatile boolean underWay;

    public LoadClient(String name, UUID logRun) {
        this.name = name;
        this.logRun = logRun;
    }

    /** @param last the last message in it; null for output */
    private record Write(String path, Map<String, String> headers, byte[] body, String last) {}

    /** Singles, batches and output in turn, until the service is gone. */
    public void load(PackagedService service) throws InterruptedException {
        for (int turn = 0; unanswered == null; turn++) {
            send(service, turn % 3 == 0 ? entries(1) : turn % 3 == 1 ? entries(BATCH) : output());
        }
    }

    /** Sends again, as it was, what was not answered. */
    public void retry(PackagedService service) throws InterruptedException {
        var write = unanswered;
        unanswered = null;
        send(service, write);
        assertThat(unanswered).isNull();
    }

    private Write entries(int count) {
        var added = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            added.add(name + " says " + (messages.size() + i));
        }
        messages.addAll(added);
        var body = added.stream()
                .map(message -> "{\"level\": \"info\", \"message\": \"" + message + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        var text = count == 1 ? body.substring(1, body.length() - 1) : body;
        return new Write(
                "/ingest/v1/runs/" + logRun + "/logs",
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        UUID.randomUUID().toString()),
                text.getBytes(StandardCharsets.UTF_8),
                added.get(count - 1));
    }

    private Write output() {
        var offset = output.size();
        var bytes = (name + " wrote up to " + offset + ", né\n").repeat(20).getBytes(StandardCharsets.UTF_8);
        output.writeBytes(bytes);
        return new Write(
                "/ingest/v1/runs/" + outputRun + "/output/stdout",
                Map.of("Content-Type", "application/octet-stream", "Upload-Offset", Integer.toString(offset)),
                bytes,
                null);
    }

    private void send(PackagedService service, Write write) throws InterruptedException {
        var request = HttpRequest.newBuilder(service.at(write.path()))
                .timeout(Duration.ofSeconds(30))
                .POST(ofByteArray(write.body()));
        write.headers().forEach(request::header);
        try {
            acknowledge(write, http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException gone) {
            unanswered = write;
        }
    }

    private void acknowledge(Write write, HttpResponse<String> answer) {
        if (answer.statusCode() == 503) {
            unanswered = write;
            return;
        }
        var body = ApiDocument.read(answer.body());
        underWay = acknowledged.size() >= UNDER_WAY;
        if (answer.headers().firstValue("Idempotent-Replayed").isPresent()) {
            replays++;
        }
        if (write.last() == null) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(body.path("size").asInt()).isEqualTo(output.size());
            return;
        }
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(acknowledged.put(body.path("lastSeq").asInt(), write.last())).isNull();
    }

    /** Every write has been acknowledged by now: each entry is there once, in order, where the answer said. */
    public void assertAllThere(List<JsonNode> entries) {
        assertThat(entries.stream()
                        .map(entry -> entry.path("message").asText())
                        .filter(message -> message.startsWith(name + " ")))
                .containsExactlyElementsOf(messages);
        acknowledged.forEach((seq, last) ->
                assertThat(entries.get(seq - 1).path("message").asText()).isEqualTo(last));
    }

    /** The output is there byte for byte. */
    public void assertOutputThere(PackagedService service) throws IOException, InterruptedException {
        var path = "/api/v1/runs/" + outputRun + "/output/stdout";
        var answer = http.send(HttpRequest.newBuilder(service.at(path)).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(output.toByteArray());
    }

    /** Whether the service has become warm; to be asked by any thread. */
    public boolean isUnderWay() {
        return underWay;
    }

    public int entries() {
        return messages.size();
    }

    public int outputBytes() {
        return output.size();
    }

    /** How many of the writes that were sent again had been committed the first time. */
    public int replays() {
        return replays;
    }
}
