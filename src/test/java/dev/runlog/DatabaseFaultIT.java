package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.platform.OwnDatabase;
import dev.runlog.testing.Load;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.Probes;
import dev.runlog.testing.ServiceDirectory;
import dev.runlog.testing.TcpProxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A database that fails during a load of many clients: no request hangs, nothing acknowledged is lost, and the service
 * recovers by itself. {@code -Pfaults} makes the outages long.
 */
@Timeout(300)
class DatabaseFaultIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("database-fault-it");
    private static final int CLIENTS = 12;
    private static final int LOAD_MS = 500;
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("faults.outage-seconds", 5));
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration SDK_PATIENCE = Duration.ofMillis(4_800);

    private static OwnDatabase database;
    private static TcpProxy proxy;
    private static PackagedService service;

    @BeforeAll
    static void begin() throws Exception {
        database = OwnDatabase.start("database-fault");
        proxy = new TcpProxy(database.port());
        service = PackagedService.start(DIRECTORY, database.settings(proxy.port()));
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
    void heal() {
        proxy.delay(Duration.ZERO);
        proxy.thaw();
    }

    private interface Fault {
        void during(Load load) throws Exception;
    }

    /** @param fault ends with the database well again */
    private static void underLoad(String what, Fault fault) throws Exception {
        try (var load = new Load(CLIENTS)) {
            load.persist(service);
            Thread.sleep(LOAD_MS);
            fault.during(load);
            var recovery = load.recovery();
            load.end();

            load.assertKept(service);
            System.out.println(what + ": recovered in " + recovery.toMillis() + " ms; " + load.summary());
            assertThat(recovery).isLessThan(RECOVERY);
            assertThat(load.longest()).isLessThan(LONGEST);
        }
    }

    @Test
    void a_database_that_is_killed_and_started_again() throws Exception {
        underLoad("Database killed", load -> {
            database.kill();
            startDatabase();
        });
    }

    @Test
    void a_database_that_is_down_for_a_while() throws Exception {
        underLoad("Database down", load -> {
            database.kill();
            var probes = Probes.of(service, 20);
            Thread.sleep(OUTAGE.toMillis());
            startDatabase();
            probes.assertRefused(LONGEST, SDK_PATIENCE);
        });
    }

    private static void startDatabase() {
        database.startAgain();
        proxy.leadTo(database.port());
    }

    @Test
    void a_database_that_is_slow() throws Exception {
        underLoad("Database slow", load -> {
            proxy.delay(Duration.ofMillis(50));
            var probes = Probes.of(service, 4);
            probes.assertServed(LONGEST, SDK_PATIENCE);
            proxy.delay(Duration.ZERO);
        });
    }

    /** It accepts connections and never answers. */
    @Test
    void a_database_that_is_frozen() throws Exception {
        underLoad("Database frozen", load -> {
            proxy.freeze();
            var probes = Probes.of(service, 300);
            Thread.sleep(OUTAGE.toMillis());
            probes.assertRefused(LONGEST, SDK_PATIENCE);
            proxy.thaw();
        });
    }

    /** Each looks at the runs before it begins, one behind the other. */
    @Test
    void streams_that_begin_while_the_database_is_frozen_are_refused_in_time() throws Exception {
        proxy.freeze();
        var http = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(service.at("/api/v1/runs/stream")).build();
        var answers = Stream.generate(() -> http.sendAsync(request, BodyHandlers.discarding()))
                .limit(15)
                .toList();
        var all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));

        assertThat(all).succeedsWithin(LONGEST);
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(503));
    }

    /** Old connections are never heard of again; new ones are served, as after a failover. */
    @Test
    void a_database_whose_machine_vanishes_behind_its_connections() throws Exception {
        underLoad("Database moved", load -> proxy.abandon());
    }

    /** The same for connections that are just being made: nobody has been told of them yet. */
    @Test
    void a_database_whose_machine_vanishes_behind_connections_being_made() throws Exception {
        underLoad("Database moved meanwhile", load -> {
            proxy.freeze();
            Probes.of(service, 20);
            Thread.sleep(LOAD_MS);
            proxy.abandon();
            proxy.thaw();
        });
    }
}
