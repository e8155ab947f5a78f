package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.testing.LoadClient;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import dev.runlog.testing.Waiting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A 2xx is a promise: however the packaged service ends under load, its next start on the directory keeps it. */
class KillIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("kill-it");
    private static final int CLIENTS = 4;
    private static final int LOAD_MS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static PackagedService service;

    private enum End {
        KILLED,
        KILLED_WITH_ITS_DATABASE,
        STOPPED
    }

    @BeforeAll
    static void begin() throws Exception {
        DIRECTORY.empty();
        service = PackagedService.start(DIRECTORY);
    }

    @AfterAll
    static void cleanUp() throws Exception {
        if (service != null) {
            service.cleanUp();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void what_was_acknowledged_is_there_exactly_once(End end) throws Exception {
        var run = UUID.randomUUID();
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(number -> new LoadClient("client-" + number, run))
                .toList();

        var threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            var loads = submit(threads, clients, client -> client.load(service));
            Waiting.until(() -> clients.stream().allMatch(LoadClient::isUnderWay)
                    || loads.stream().anyMatch(Future::isDone));
            Thread.sleep(LOAD_MS);
            end(end);
            await(loads);
            service.discard();
            service = PackagedService.start(DIRECTORY);
            await(submit(threads, clients, client -> client.retry(service)));
        } finally {
            threads.shutdownNow();
        }

        var entries = entriesOf(run);
        assertThat(entries)
                .hasSize(clients.stream().mapToInt(LoadClient::entries).sum())
                .hasSizeGreaterThan(CLIENTS * 10);
        assertThat(entries)
                .extracting(entry -> entry.path("seq").asInt())
                .isEqualTo(IntStream.rangeClosed(1, entries.size()).boxed().toList());
        for (var client : clients) {
            client.assertAllThere(entries);
            client.assertOutputThere(service);
        }
        System.out.println("%s: %d entries, %d bytes of output, %d of %d unanswered writes had been committed"
                .formatted(
                        end,
                        entries.size(),
                        clients.stream().mapToInt(LoadClient::outputBytes).sum(),
                        clients.stream().mapToInt(LoadClient::replays).sum(),
                        CLIENTS));
    }

    private static void end(End end) throws Exception {
        switch (end) {
            case KILLED -> {
                service.kill();
                assertThat(DIRECTORY.database()).isPresent();
            }
            case KILLED_WITH_ITS_DATABASE -> {
                DIRECTORY.database().orElseThrow().destroyForcibly();
                service.kill();
            }
            case STOPPED -> {
                service.stop();
                assertThat(DIRECTORY.database()).isEmpty();
            }
        }
    }

    private interface Work {
        void of(LoadClient client) throws InterruptedException;
    }

    private static List<Future<Void>> submit(ExecutorService threads, List<LoadClient> clients, Work work) {
        var futures = new ArrayList<Future<Void>>();
        for (var client : clients) {
            Callable<Void> task = () -> {
                work.of(client);
                return null;
            };
            futures.add(threads.submit(task));
        }
        return futures;
    }

    private static void await(List<Future<Void>> futures) throws Exception {
        for (var future : futures) {
            future.get();
        }
    }

    private static List<JsonNode> entriesOf(UUID run) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.at("/api/v1/runs/" + run + "/logs"))
                .header("Accept", "application/x-ndjson")
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        var entries = new ArrayList<JsonNode>();
        for (var line : answer.body().toList()) {
            entries.add(JSON.readTree(line));
        }
        return entries;
    }
}
