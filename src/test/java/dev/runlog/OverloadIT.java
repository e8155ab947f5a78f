package dev.runlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.platform.OwnDatabase;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Flood;
import dev.runlog.testing.Load;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.Sending;
import dev.runlog.testing.ServiceDirectory;
import dev.runlog.testing.TcpProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More than the service can take at once: what is over the bounds is answered 503 at once, the heap of 256 MiB holds, and
 * what was acknowledged is there. The service ends at the first OutOfMemoryError, anywhere in it.
 */
@Timeout(300)
class OverloadIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("overload-it");
    private static final int MIB = 1024 * 1024;
    private static final int CLIENTS = 16;
    private static final int MANY = 3;
    private static final int QUEUE = 100;

    private static OwnDatabase database;
    private static TcpProxy proxy;
    private static PackagedService service;

    @BeforeAll
    static void begin() throws Exception {
        database = OwnDatabase.start("overload");
        proxy = new TcpProxy(database.port());
        var settings = new HashMap<>(database.settings(proxy.port()));
        settings.put("JAVA_TOOL_OPTIONS", "-XX:+ExitOnOutOfMemoryError");
        settings.put("RUNLOG_INGEST_QUEUE_REQUESTS", Integer.toString(QUEUE));
        service = PackagedService.start(DIRECTORY, settings);
    }

    @AfterAll
    static void cleanUp() throws Exception {
        if (service != null) {
            service.cleanUp();
        }
        proxy.close();
        database.close();
    }

    @AfterEach
    void nothing_stays_counted() throws Exception {
        proxy.thaw();
        assertThat(service.isAlive()).isTrue();
        assertThat(service.settles("runlog_intake_bytes", 0)).isTrue();
    }

    /** Ten MiB each, sent whole by every client at the same time. */
    private enum Body {
        ENTRIES(array(
                IntStream.range(0, 9_000).mapToObj(i -> "{\"message\": \"" + i + " " + "x".repeat(1_100) + "\"}"))),
        ONE_MESSAGE("{\"message\": \"" + "x".repeat(10 * MIB - 20) + "\"}"),
        ONE_LONG_WORD("{\"message\": \"" + "\u00e9\u20ac".repeat(2 * MIB - 10) + "\"}"),
        NUMBERS("{\"message\": \"x\", \"context\": {\"a\": [1" + ",1".repeat(5 * MIB - 50) + "]}}"),
        NAMES("{\"message\": \"x\", \"context\": {" + names(900_000) + "}}"),
        UNKNOWN_MEMBERS("{\"message\": \"x\", " + names(900_000) + "}"),
        FAULTS(array(IntStream.range(0, 10_000).mapToObj(i -> "{" + names(80) + "}"))),
        NOT_OBJECTS("[1" + ",1".repeat(9_998) + ",\"" + "x".repeat(10 * MIB - 30_000) + "\"]");

        private final byte[] bytes;

        Body(String text) {
            this.bytes = text.getBytes(UTF_8);
            assertThat(bytes.length).isLessThanOrEqualTo(10 * MIB);
        }

        byte[] sent(boolean zipped) {
            return zipped ? Sending.gzip(bytes) : bytes;
        }

        private static String array(Stream<String> items) {
            return items.collect(joining(",", "[", "]"));
        }

        private static String names(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":0")
                    .collect(joining(","));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ten_mib_of_every_kind_from_many_clients_at_once(boolean zipped) throws Exception {
        flood("Every kind", zipped, 1, client -> Body.values()[client % Body.values().length]);
    }

    @Test
    void ten_mib_from_each_of_three_clients_at_once_are_taken() throws Exception {
        var floods = AtOnce.run(3, i -> new Flood(service, Body.ENTRIES.sent(false), false).send(1));

        assertThat(floods).allSatisfy(flood -> {
            assertThat(flood.stored()).isEqualTo(1);
            flood.assertKept();
        });
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "faults", matches = "long")
    void ten_mib_of_one_kind_from_every_client_at_once(Body body) throws Exception {
        flood(body.name(), false, MANY, client -> body);
        flood(body.name(), true, MANY, client -> body);
    }

    private static void flood(String what, boolean zipped, int times, IntFunction<Body> bodyOf) throws Exception {
        try (var load = new Load(2)) {
            load.persist(service);
            var floods =
                    AtOnce.run(CLIENTS, i -> new Flood(service, bodyOf.apply(i).sent(zipped), zipped).send(times));
            load.end();

            load.assertKept(service);
            for (var flood : floods) {
                flood.assertKept();
            }
            System.out.println(
                    what + (zipped ? " (gzip): " : ": ") + Flood.summary(floods) + "; beside it " + load.summary());
            assertThat(Flood.answered(floods)).isPositive();
        }
    }

    /** The database is frozen for a moment, so that nothing leaves the queue. */
    @Test
    void more_than_the_queue_takes_is_refused_at_once_and_the_rest_is_stored() throws Exception {
        var clients = QUEUE * 8;
        var small = "{\"message\": \"x\"}".getBytes(UTF_8);
        proxy.freeze();
        CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS).execute(proxy::thaw);
        var floods = AtOnce.run(clients, i -> new Flood(service, small, false).send(1));

        for (var flood : floods) {
            flood.assertKept();
        }
        System.out.println("A full queue: " + Flood.summary(floods));
        assertThat(Flood.answered(floods)).isPositive();
        assertThat(floods)
                .filteredOn(flood -> flood.longest().compareTo(Duration.ofSeconds(3)) < 0)
                .hasSizeGreaterThan(clients / 3);
    }
}
