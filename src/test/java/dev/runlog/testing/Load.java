package dev.runlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Clients that write to one run at the same time, and what they find of it afterwards. */
public final class Load implements AutoCloseable {
    private final UUID run = UUID.randomUUID();
    private final List<LoadClient> clients;
    private final ExecutorService threads;
    private List<Future<Void>> working = List.of();
    private volatile boolean stopped;

    public Load(int clients) {
        this.clients = IntStream.range(0, clients)
                .mapToObj(number -> new LoadClient("client-" + number, run))
                .toList();
        this.threads = Executors.newFixedThreadPool(clients);
    }

    /** What one client does, by its number. */
    @FunctionalInterface
    public interface Work {
        void of(LoadClient client, int number) throws InterruptedException;
    }

    /** Lets all begin, each on a thread of its own, and waits until each has been acknowledged a few writes. */
    public void begin(Work work) throws InterruptedException {
        submit(work);
        Waiting.until(() -> clients.stream().allMatch(LoadClient::isUnderWay)
                || working.stream().anyMatch(Future::isDone));
    }

    /** Writes to one instance from the clients of even numbers and to the other from the rest, all patient. */
    public void persist(Supplier<PackagedService> even, Supplier<PackagedService> odd) throws InterruptedException {
        begin((client, number) -> client.persist(number % 2 == 0 ? even : odd, true, () -> stopped));
    }

    /** Follows the run that they share. */
    public Tail tail(PackagedService service) {
        return new Tail(service, run);
    }

    /** Reads the stream of the run that they share. */
    public EventReader stream(PackagedService service) {
        return stream(service, 0);
    }

    /** Goes on with it behind an entry. */
    public EventReader stream(PackagedService service, int seen) {
        return EventReader.open(
                service.at("/api/v1/runs/" + run + "/logs/stream"), Map.of("Last-Event-ID", Integer.toString(seen)));
    }

    /** Says that the run they share has ended. */
    public void finish(PackagedService service) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.at("/ingest/v1/runs/" + run + "/finish"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"exitCode\": 0}"))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Every other client does not send an unanswered entry again. */
    public void persist(PackagedService service) throws InterruptedException {
        begin((client, number) -> client.persist(() -> service, number % 2 == 0, () -> stopped));
    }

    /** Lets all do it and waits for them. */
    public void each(Work work) throws Exception {
        submit(work);
        end();
    }

    private void submit(Work work) {
        working = IntStream.range(0, clients.size())
                .mapToObj(number -> {
                    Callable<Void> task = () -> {
                        work.of(clients.get(number), number);
                        return null;
                    };
                    return threads.submit(task);
                })
                .toList();
    }

    /** How long from now until every client has been acknowledged a write. */
    public Duration recovery() throws InterruptedException {
        return recovery(client -> true);
    }

    /** How long from now until each of some clients, named by their numbers, has been acknowledged a write. */
    public Duration recovery(IntPredicate some) throws InterruptedException {
        var now = System.nanoTime();
        Waiting.until(() -> IntStream.range(0, clients.size())
                        .filter(some)
                        .allMatch(number -> clients.get(number).isAcknowledgedSince(now))
                || working.stream().anyMatch(Future::isDone));
        return Duration.ofNanos(System.nanoTime() - now);
    }

    /** Waits for all; a failure of one is thrown. */
    public void end() throws Exception {
        stopped = true;
        for (var work : working) {
            work.get();
        }
    }

    /** What was acknowledged is there once and in order, numbered without gaps; the rest wholly or not at all. */
    public void assertKept(PackagedService service) throws IOException, InterruptedException {
        var entries = entries(service);
        assertThat(entries)
                .extracting(entry -> entry.path("seq").asInt())
                .isEqualTo(IntStream.rangeClosed(1, entries.size()).boxed().toList());
        for (var client : clients) {
            client.assertAllThere(entries);
            client.assertOutputThere(service);
        }
    }

    private List<JsonNode> entries(PackagedService service) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.at("/api/v1/runs/" + run + "/logs"))
                .header("Accept", "application/x-ndjson")
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        var entries = new ArrayList<JsonNode>();
        answer.body().forEach(line -> entries.add(ApiDocument.read(line)));
        return entries;
    }

    /** For people: what it was, in one line. */
    public String summary() {
        return "%d clients, %d entries, %d bytes of output; %d writes refused, %d found committed when sent again; slowest answer %d ms"
                .formatted(
                        clients.size(),
                        entries(),
                        clients.stream().mapToInt(LoadClient::outputBytes).sum(),
                        refusals(),
                        replays(),
                        longest().toMillis());
    }

    public int entries() {
        return clients.stream().mapToInt(LoadClient::entries).sum();
    }

    /** How many writes were found committed when they were sent again. */
    public int replays() {
        return clients.stream().mapToInt(LoadClient::replays).sum();
    }

    /** How many writes were answered 503. */
    public int refusals() {
        return clients.stream().mapToInt(LoadClient::refusals).sum();
    }

    public Duration longest() {
        return clients.stream()
                .map(LoadClient::longest)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
