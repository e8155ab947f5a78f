package dev.runlog.testing;

import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Writes entries to a run that it shares with other clients and output to a run of its own, one write behind the other.
 * For one thread at a time, but for what says otherwise.
 */
public final class LoadClient {
    private static final int UNDER_WAY = 10;
    private static final long PAUSE_MS = 100;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Promised promised;
    private Promised.Write unanswered;
    private int replays;
    private int refusals;
    private Duration longest = Duration.ZERO;
    private volatile boolean underWay;
    private volatile long acknowledgedAt;

    public LoadClient(String name, UUID logRun) {
        this.promised = new Promised(name, logRun);
    }

    /** Writes until one write is not answered with success. */
    public void load(PackagedService service) throws InterruptedException {
        while (unanswered == null) {
            send(service, promised.next());
        }
    }

    /** Sends again, as it was, what was not answered. */
    public void retry(PackagedService service) throws InterruptedException {
        again(service);
        assertThat(unanswered).isNull();
    }

    private void again(PackagedService service) throws InterruptedException {
        var write = unanswered;
        unanswered = null;
        send(service, write);
    }

    /**
     * Writes until it is told to stop, and sends again what is not answered until it is.
     *
     * @param patient whether it sends entries again too; else it leaves them at what they are and goes on
     */
    public void persist(PackagedService service, boolean patient, BooleanSupplier stopped) throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            send(service, promised.next());
            while (unanswered != null) {
                assertThat(service.isAlive()).as("the service is alive").isTrue();
                Thread.sleep(PAUSE_MS);
                if (!patient && !unanswered.isOutput()) {
                    promised.abandon(unanswered);
                    unanswered = null;
                } else {
                    again(service);
                }
            }
        }
    }

    private void send(PackagedService service, Promised.Write write) throws InterruptedException {
        var request = HttpRequest.newBuilder(service.at(write.path()))
                .timeout(Waiting.PATIENCE)
                .POST(ofByteArray(write.body()));
        write.headers().forEach(request::header);
        var start = System.nanoTime();
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                refusals++;
                unanswered = write;
                return;
            }
            promised.acknowledge(write, answer.statusCode(), ApiDocument.read(answer.body()));
            acknowledgedAt = System.nanoTime();
            underWay = promised.acknowledgements() >= UNDER_WAY;
            if (answer.headers().firstValue("Idempotent-Replayed").isPresent()) {
                replays++;
            }
        } catch (IOException gone) {
            unanswered = write;
        } finally {
            var took = Duration.ofNanos(System.nanoTime() - start);
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
    }

    /** What was acknowledged is there once, in order, where the answer said. */
    public void assertAllThere(List<JsonNode> entries) {
        promised.assertKept(entries);
    }

    /** The output is there byte for byte. */
    public void assertOutputThere(PackagedService service) throws IOException, InterruptedException {
        var address = service.at(promised.outputPath("/api/v1"));
        var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(promised.written());
    }

    /** Whether the service has become warm; to be asked by any thread. */
    public boolean isUnderWay() {
        return underWay;
    }

    /** Whether a write was acknowledged since this {@link System#nanoTime}; to be asked by any thread. */
    public boolean isAcknowledgedSince(long nanos) {
        return acknowledgedAt - nanos > 0;
    }

    public int entries() {
        return promised.entries();
    }

    public int outputBytes() {
        return promised.written().length;
    }

    /** How many of the writes that were sent again had been committed the first time. */
    public int replays() {
        return replays;
    }

    /** How many were answered 503. */
    public int refusals() {
        return refusals;
    }

    /** How long the slowest answer took. */
    public Duration longest() {
        return longest;
    }
}
