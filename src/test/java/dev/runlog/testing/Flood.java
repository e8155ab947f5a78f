package dev.runlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One client that sends the same body again and again, to a run of its own, and takes no 503 to heart. */
public final class Flood {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final PackagedService service;
    private final byte[] body;
    private final boolean zipped;
    private final UUID run = UUID.randomUUID();
    private int stored;
    private int refused;
    private int wrong;
    private int cutOff;
    private int lastSeq;
    private Duration longest = Duration.ZERO;

    public Flood(PackagedService service, byte[] body, boolean zipped) {
        this.service = service;
        this.body = body;
        this.zipped = zipped;
    }

    public Flood send(int times) {
        try {
            for (int i = 0; i < times; i++) {
                var start = System.nanoTime();
                send();
                var took = Duration.ofNanos(System.nanoTime() - start);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    private void send() throws InterruptedException {
        var request = HttpRequest.newBuilder(service.at("/ingest/v1/runs/" + run + "/logs"))
                .header("Content-Type", "application/json")
                .timeout(Waiting.PATIENCE)
                .POST(BodyPublishers.ofByteArray(body));
        if (zipped) {
            request.header("Content-Encoding", "gzip");
        }
        try {
            take(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException gone) {
            cutOff++; // refused while it was still sending
        }
    }

    private void take(HttpResponse<String> answer) {
        switch (answer.statusCode()) {
            case 201 -> {
                stored++;
                lastSeq = ApiDocument.read(answer.body()).path("lastSeq").asInt();
            }
            case 503 -> {
                refused++;
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            default -> {
                wrong++;
                assertThat(answer.statusCode()).isEqualTo(400);
            }
        }
    }

    /** How many were. */
    public int stored() {
        return stored;
    }

    /** As many entries are there as were acknowledged; a write that was cut off had not arrived whole. */
    public void assertKept() throws IOException, InterruptedException {
        var address = service.at("/api/v1/runs/" + run);
        var answer = HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isIn(200, 404);
        var total = ApiDocument.read(answer.body()).path("logs").path("total").asInt();
        if (refused == 0) {
            assertThat(total).isEqualTo(lastSeq);
        }
        assertThat(total).isGreaterThanOrEqualTo(lastSeq);
    }

    public Duration longest() {
        return longest;
    }

    /** How many were read, and stored or found wrong. */
    public static int answered(List<Flood> floods) {
        return floods.stream().mapToInt(flood -> flood.stored + flood.wrong).sum();
    }

    /** For people: what it came to, in one line. */
    public static String summary(List<Flood> floods) {
        return "%d stored, %d found wrong, %d refused, %d cut off; slowest answer %d ms"
                .formatted(
                        floods.stream().mapToInt(flood -> flood.stored).sum(),
                        floods.stream().mapToInt(flood -> flood.wrong).sum(),
                        floods.stream().mapToInt(flood -> flood.refused).sum(),
                        floods.stream().mapToInt(flood -> flood.cutOff).sum(),
                        floods.stream()
                                .mapToLong(flood -> flood.longest.toMillis())
                                .max()
                                .orElse(0));
    }
}
