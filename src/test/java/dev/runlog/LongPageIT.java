package dev.runlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.AtOnce;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many readers of pages as long as can be: the heap of 256 MiB holds, or the service ends at the first OutOfMemoryError. */
@Timeout(300)
class LongPageIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("long-page-it");
    private static final int READERS = 16;
    private static final int ENTRIES = 1_000;
    private static final int BATCH = 100;
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
    private static final String RUN = UUID.randomUUID().toString();

    private static PackagedService service;

    @BeforeAll
    static void begin() throws Exception {
        DIRECTORY.empty();
        service = PackagedService.start(DIRECTORY, Map.of("JAVA_TOOL_OPTIONS", "-XX:+ExitOnOutOfMemoryError"));
        // Three bytes each in UTF-8, two in memory.
        var longest = "\u20ac".repeat(21_800);
        for (int first = 0; first < ENTRIES; first += BATCH) {
            var batch = IntStream.range(first, first + BATCH)
                    .mapToObj(i -> "{\"message\": \"" + i + " " + longest + "\"}")
                    .collect(joining(",", "[", "]"));
            var request = HttpRequest.newBuilder(service.at("/ingest/v1/runs/" + RUN + "/logs"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(batch.getBytes(UTF_8)));
            assertThat(sent(HttpClient.newHttpClient(), request.build()).statusCode())
                    .isEqualTo(201);
        }
    }

    @AfterAll
    static void cleanUp() throws Exception {
        if (service != null) {
            service.cleanUp();
        }
    }

    @Test
    void every_reader_walks_through_all_of_it() throws Exception {
        var walks = AtOnce.run(
                READERS,
                reader -> walk(reader % 2 == 0 ? "/api/v1/runs/" + RUN + "/logs?" : "/api/v1/logs?processId=" + RUN));

        assertThat(service.isAlive()).isTrue();
        var all = IntStream.rangeClosed(1, ENTRIES).boxed().toList();
        assertThat(walks).allSatisfy(seqs -> assertThat(seqs).containsExactlyInAnyOrderElementsOf(all));
    }

    private static List<Integer> walk(String address) {
        var http = HttpClient.newHttpClient();
        var seqs = new ArrayList<Integer>();
        var cursor = "";
        while (cursor != null) {
            var page = page(http, service.at(address + "&limit=1000" + cursor));
            SEQ.matcher(page).results().forEach(found -> seqs.add(Integer.valueOf(found.group(1))));
            var next = NEXT.matcher(page);
            cursor = next.find() ? "&cursor=" + next.group(1) : null;
        }
        return seqs;
    }

    /** Asks again while the service has no room for it. */
    private static String page(HttpClient http, URI address) {
        var request = HttpRequest.newBuilder(address).build();
        var answer = sent(http, request);
        while (answer.statusCode() == 503) {
            answer = sent(http, request);
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> sent(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }
}
