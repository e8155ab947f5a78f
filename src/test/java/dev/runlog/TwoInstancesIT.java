package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.platform.OwnDatabase;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.EventReader;
import dev.runlog.testing.EventReader.Event;
import dev.runlog.testing.Load;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two instances of the service on one database are as one. */
@Timeout(180)
class TwoInstancesIT {
    private static final ServiceDirectory ONE = ServiceDirectory.named("two-instances-one");
    private static final ServiceDirectory OTHER = ServiceDirectory.named("two-instances-other");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 60);
    private static final Duration LOAD = Duration.ofSeconds(2);
    private static final int FREEZES = 3;

    private static OwnDatabase database;
    private static PackagedService one;
    private static PackagedService other;
    private static volatile PackagedService going;

    @BeforeAll
    static void begin() throws Exception {
        database = OwnDatabase.start("two-instances");
        one = PackagedService.start(ONE, database.settings(database.port()));
        other = PackagedService.start(OTHER, database.settings(database.port()));
    }

    @AfterAll
    static void cleanUp() throws Exception {
        for (var service : new PackagedService[] {one, other}) {
            if (service != null) {
                service.cleanUp();
            }
        }
        database.close();
    }

    private static HttpResponse<String> send(
            PackagedService service, String method, String path, String body, String key) {
        var request = HttpRequest.newBuilder(service.at(path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
    }

    private static List<HttpResponse<String>> toBoth(String method, String path, String body) throws Exception {
        var key = UUID.randomUUID().toString();
        return AtOnce.run(2, i -> send(i == 0 ? one : other, method, path, body, key));
    }

    private static void assertStoredOnce(List<HttpResponse<String>> answers) {
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .containsAnyOf(200, 201)
                .containsOnly(answers.get(0).statusCode());
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.get(0).body());
        assertThat(answers)
                .filteredOn(answer ->
                        answer.headers().firstValue("Idempotent-Replayed").isPresent())
                .hasSize(1);
    }

    @Test
    void the_same_key_at_both_at_once_is_stored_once() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            var run = "/runs/" + UUID.randomUUID();
            var ingest = "/ingest/v1" + run;
            assertStoredOnce(toBoth("POST", ingest + "/logs", "[{\"message\": \"x\"}, {\"message\": \"y\"}]"));
            assertStoredOnce(toBoth("PUT", ingest, "{\"connector\": \"c\", \"site\": \"1\", \"version\": \"1\"}"));
            assertStoredOnce(toBoth("POST", ingest + "/output/stdout", "x\n"));
            assertStoredOnce(toBoth("POST", ingest + "/finish", "{\"exitCode\": 0}"));
            assertStoredOnce(toBoth(
                    "PUT",
                    "/ingest/v1/states/" + UUID.randomUUID(),
                    "{\"connector\": \"c\", \"name\": \"n\", \"status\": \"done\", \"ownerId\": \"u\"}"));
            var stored = HTTP.send(
                            HttpRequest.newBuilder(one.at("/api/v1" + run)).build(), BodyHandlers.ofString())
                    .body();
            assertThat(stored).contains("\"total\":2", "\"stdoutBytes\":2");
        }
    }

    @Test
    void writers_of_one_run_at_both_leave_no_gap_and_nothing_becomes_visible_behind_what_was_seen() throws Exception {
        try (var load = new Load(12)) {
            load.persist(() -> one, () -> other);
            var tail = load.tail(other);
            var end = System.nanoTime() + LOAD.toNanos();
            while (System.nanoTime() < end) {
                tail.read();
            }
            load.end();
            tail.read();

            load.assertKept(one);
            System.out.println("Two instances: " + load.summary());
            assertThat(tail.seen()).isEqualTo(load.entries());
        }
    }

    @Test
    void a_stream_of_one_has_every_entry_that_both_took_in_and_ends_once() throws Exception {
        try (var load = new Load(12)) {
            load.persist(() -> one, () -> other);
            try (var stream = load.stream(other)) {
                Thread.sleep(LOAD.toMillis());
                load.end();
                load.finish(one);
                var events = stream.toEnd();

                assertThat(events.stream()
                                .filter(event -> event.is("log"))
                                .map(Event::seq)
                                .toList())
                        .isEqualTo(
                                IntStream.rangeClosed(1, load.entries()).boxed().toList());
                assertThat(events.get(events.size() - 1).name()).isEqualTo("end");
                assertThat(events).filteredOn(event -> event.is("end")).hasSize(1);
            }
        }
    }

    @Test
    void a_reader_misses_nothing_while_one_instance_after_the_other_is_restarted() throws Exception {
        going = one;
        try (var load = new Load(6)) {
            load.persist(() -> going, () -> going);
            var read = CompletableFuture.supplyAsync(() -> readOn(load));
            going = other;
            one.stop();
            one.discard();
            one = PackagedService.start(ONE, database.settings(database.port()));
            going = one;
            other.stop();
            other.discard();
            other = PackagedService.start(OTHER, database.settings(database.port()));
            load.end();
            load.finish(other);

            assertThat(read.get())
                    .isEqualTo(IntStream.rangeClosed(1, load.entries()).boxed().toList());
            load.assertKept(one);
        }
    }

    /** As a browser does, at the instance that is ready: comes back with the last number until the run has ended. */
    private static List<Integer> readOn(Load load) {
        var seqs = new ArrayList<Integer>();
        for (int streams = 0; streams < 100; streams++) {
            try (var stream = load.stream(going, seqs.size())) {
                for (var event : stream.toEnd()) {
                    if (event.is("end")) {
                        return seqs;
                    }
                    if (event.is("log")) {
                        seqs.add(event.seq());
                    }
                }
            }
        }
        throw new AssertionError("The streams do not end");
    }

    /** Not only each second, when it looks by itself. */
    @Test
    void what_one_takes_in_wakes_the_streams_of_the_other() throws Exception {
        var run = "/runs/" + UUID.randomUUID();
        send(one, "POST", "/ingest/v1" + run + "/logs", "{\"message\": \"first\"}", "first");
        var delays = new ArrayList<Duration>();
        try (var stream = EventReader.open(other.at("/api/v1" + run + "/logs/stream"))) {
            stream.next();
            for (int i = 0; i < ROUNDS; i++) {
                send(one, "POST", "/ingest/v1" + run + "/logs", "{\"message\": \"x\"}", "round-" + i);
                var acknowledged = System.nanoTime();
                stream.next();
                delays.add(Duration.ofNanos(System.nanoTime() - acknowledged));
            }
        }
        delays.sort(Comparator.naturalOrder());
        System.out.println("Entry of one instance in a stream of the other: median "
                + delays.get(ROUNDS / 2).toMillis() + " ms, slowest "
                + delays.get(ROUNDS - 1).toMillis() + " ms");
        assertThat(delays.get(ROUNDS / 2)).isLessThan(Duration.ofMillis(200));
    }

    /** It may hold their run's locks, in the midst of a COPY too. */
    @Test
    void while_one_is_frozen_the_other_goes_on_for_its_own_clients() throws Exception {
        try (var load = new Load(12)) {
            load.persist(() -> one, () -> other);
            for (int i = 0; i < FREEZES; i++) {
                one.freeze();
                var recovery = load.recovery(number -> number % 2 != 0);
                one.thaw();
                load.recovery();
                System.out.println("One of two instances frozen: recovered in " + recovery.toMillis() + " ms");
                assertThat(recovery).isLessThan(Duration.ofSeconds(15));
            }
            load.end();

            load.assertKept(other);
        } finally {
            one.thaw();
        }
    }

    /** Its clients send what was not answered to the other one. */
    @Test
    void when_one_is_killed_the_other_goes_on_at_once_for_the_clients_of_both() throws Exception {
        try (var load = new Load(12)) {
            load.persist(() -> other, () -> one.isAlive() ? one : other);
            Thread.sleep(LOAD.toMillis());
            one.kill();
            var recovery = load.recovery();
            load.end();

            load.assertKept(other);
            System.out.println(
                    "One of two instances killed: recovered in " + recovery.toMillis() + " ms; " + load.summary());
            assertThat(recovery).isLessThan(Duration.ofSeconds(10));
        } finally {
            one.discard();
            one = PackagedService.start(ONE, database.settings(database.port()));
        }
    }
}
