package dev.runlog.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.EventReader;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that does not take what it is sent. */
@QuarkusTest
@Timeout(60)
class SlowReaderTest {
    private static final Pattern ID = Pattern.compile("id: (\\d+)\n");
    private static final int ENTRIES = 200;
    private static final int BATCH = 50;
    private static final String LONG = "x".repeat(60_000);

    @TestHTTPResource("/")
    URI service;

    private Socket begin(GivenRun run) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        socket.getOutputStream()
                .write(("GET " + run.address() + "/logs/stream HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
        return socket;
    }

    private static void sayMuch(GivenRun run) {
        run.logs(Stream.generate(() -> "{\"message\": \"" + LONG + "\"}")
                .limit(BATCH)
                .collect(Collectors.joining(",", "[", "]")));
    }

    private static String rest(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException reset) {
            // What came before it counts.
        }
        return all.toString(UTF_8);
    }

    @Test
    void it_is_cut_off_without_the_end_and_misses_nothing_when_it_comes_back() throws Exception {
        var run = Given.aRun();
        for (int i = 0; i < ENTRIES; i += BATCH) {
            sayMuch(run);
        }
        run.ends(0);
        int last;
        try (var slow = begin(run)) {
            Thread.sleep(Duration.ofSeconds(4).toMillis()); // its patience is 2 s under test
            var taken = rest(slow);
            var ids = ID.matcher(taken).results().map(MatchResult::group).toList();

            assertThat(taken).doesNotContain("event: end");
            assertThat(ids).hasSizeBetween(1, ENTRIES - 1);
            assertThat(ids).isEqualTo(expected(1, ids.size()));
            last = ids.size() - 1; // the last one may be cut
        }
        var address = service.resolve(run.address() + "/logs/stream");
        try (var again = EventReader.open(address, Map.of("Last-Event-ID", Integer.toString(last)))) {
            var events = again.toEnd();

            assertThat(events.subList(0, events.size() - 1))
                    .extracting(event -> "id: " + event.id() + "\n")
                    .isEqualTo(expected(last + 1, ENTRIES));
            assertThat(events.get(events.size() - 1).name()).isEqualTo("end");
        }
    }

    private static List<String> expected(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> "id: " + id + "\n")
                .toList();
    }

    @Test
    void it_holds_up_no_other_reader_of_the_same_run() throws Exception {
        var run = Given.aRun();
        try (var slow = begin(run);
                var quick = EventReader.open(service.resolve(run.address() + "/logs/stream"))) {
            for (int last = BATCH; last <= ENTRIES; last += BATCH) {
                int seq = last;
                sayMuch(run);
                assertThat(quick.until(event -> event.seq() == seq)).hasSize(BATCH);
            }
            assertThat(slow.isConnected()).isTrue();
        }
    }
}
