package dev.runlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What one client has sent and what it was answered: entries of a run it shares, output of a run of its own. */
final class Promised {
    private static final int BATCH = 7;

    private final String name;
    private final UUID logRun;
    private final UUID outputRun = UUID.randomUUID();
    private final List<Write> entries = new ArrayList<>();
    private final List<Write> abandoned = new ArrayList<>();
    private final TreeMap<Integer, String> acknowledged = new TreeMap<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int messages;
    private int turn;

    Promised(String name, UUID logRun) {
        this.name = name;
        this.logRun = logRun;
    }

    /** @param messages of its entries; empty for output */
    record Write(String path, Map<String, String> headers, byte[] body, List<String> messages) {
        boolean isOutput() {
            return messages.isEmpty();
        }
    }

    /** Singles, batches and output in turn. */
    Write next() {
        return switch (turn++ % 3) {
            case 0 -> entries(1);
            case 1 -> entries(BATCH);
            default -> output();
        };
    }

    private Write entries(int count) {
        var said = IntStream.range(messages, messages + count)
                .mapToObj(number -> name + " says " + number)
                .toList();
        messages += count;
        var body = said.stream()
                .map(message -> "{\"level\": \"info\", \"message\": \"" + message + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        var text = count == 1 ? body.substring(1, body.length() - 1) : body;
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        var write =
                new Write("/ingest/v1/runs/" + logRun + "/logs", headers, text.getBytes(StandardCharsets.UTF_8), said);
        entries.add(write);
        return write;
    }

    private Write output() {
        var offset = output.size();
        var bytes = (name + " wrote up to " + offset + ", né\n").repeat(20).getBytes(StandardCharsets.UTF_8);
        output.writeBytes(bytes);
        return new Write(
                outputPath("/ingest/v1"),
                Map.of("Content-Type", "application/octet-stream", "Upload-Offset", Integer.toString(offset)),
                bytes,
                List.of());
    }

    String outputPath(String base) {
        return base + "/runs/" + outputRun + "/output/stdout";
    }

    /** An answer of success came, and says where the write lies. */
    void acknowledge(Write write, int status, JsonNode answer) {
        if (write.isOutput()) {
            assertThat(status).isEqualTo(200);
            assertThat(answer.path("size").asInt()).isEqualTo(output.size());
            return;
        }
        assertThat(status).isEqualTo(201);
        assertThat(acknowledged.put(answer.path("lastSeq").asInt(), last(write)))
                .isNull();
    }

    /** No answer came, and the write will not be sent again: it may be there, whole, or not. */
    void abandon(Write write) {
        abandoned.add(write);
    }

    private static String last(Write write) {
        return write.messages().get(write.messages().size() - 1);
    }

    int acknowledgements() {
        return acknowledged.size();
    }

    int entries() {
        return messages;
    }

    byte[] written() {
        return output.toByteArray();
    }

    /**
     * Each acknowledged entry is in the log once, in order, where the answer said; of an abandoned write all or none.
     *
     * @param log the whole shared run, in order of {@code seq}
     */
    void assertKept(List<JsonNode> log) {
        var mine = log.stream()
                .map(entry -> entry.path("message").asText())
                .filter(message -> message.startsWith(name + " "))
                .toList();
        var expected = entries.stream()
                .filter(write -> !abandoned.contains(write) || mine.contains(last(write)))
                .flatMap(write -> write.messages().stream())
                .toList();
        assertThat(mine).containsExactlyElementsOf(expected);
        acknowledged.forEach((seq, last) ->
                assertThat(log.get(seq - 1).path("message").asText()).isEqualTo(last));
    }
}
