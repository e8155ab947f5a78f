package dev.runlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.platform.OwnDatabase;
import dev.runlog.testing.Load;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send their bodies slowly or not to the end hold up nobody else, and leave nothing. */
@Timeout(120)
class SlowClientIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("slow-client-it");
    private static final int SLOW_CLIENTS = 64;
    private static final int BODY_TIMEOUT_S = 5;
    private static final Duration LOW_LATENCY = Duration.ofSeconds(2);
    private static final String BEGUN = "{\"message\": \"begun";

    private static OwnDatabase database;
    private static PackagedService service;

    private final UUID run = UUID.randomUUID();

    @BeforeAll
    static void begin() throws Exception {
        database = OwnDatabase.start("slow-client");
        var settings = new HashMap<>(database.settings(database.port()));
        settings.put("RUNLOG_INGEST_BODY_TIMEOUT", BODY_TIMEOUT_S + "s");
        service = PackagedService.start(DIRECTORY, settings);
    }

    @AfterAll
    static void cleanUp() throws Exception {
        if (service != null) {
            service.cleanUp();
        }
        database.close();
    }

    @AfterEach
    void nothing_stays_counted_or_stored() throws Exception {
        assertThat(service.settles("runlog_intake_bytes", 0)).isTrue();
        var request = HttpRequest.newBuilder(service.at("/api/v1/runs/" + run)).build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
    }

    private List<Socket> beginBodies() throws IOException {
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            var address = service.at(
                    i % 2 == 0 ? "/ingest/v1/runs/" + run + "/logs" : "/container-api/" + run + "/logs/info");
            var socket = new Socket(address.getHost(), address.getPort());
            socket.getOutputStream()
                    .write(("POST " + address.getPath() + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n" + BEGUN)
                            .getBytes(UTF_8));
            sockets.add(socket);
        }
        return sockets;
    }

    @Test
    void a_client_that_stops_midway_leaves_nothing() throws Exception {
        for (var socket : beginBodies()) {
            socket.close();
        }
    }

    @Test
    void sixty_four_slow_clients_do_not_slow_down_the_others() throws Exception {
        var slow = beginBodies();
        try (var load = new Load(4)) {
            load.persist(service);
            for (int i = 0; i < 20; i++) {
                for (var socket : slow) {
                    socket.getOutputStream().write('x');
                }
                Thread.sleep(100);
            }
            load.end();

            load.assertKept(service);
            System.out.println("Beside 64 slow clients: " + load.summary());
            assertThat(load.refusals()).isZero();
            assertThat(load.longest()).isLessThan(LOW_LATENCY);
        }
        for (var socket : slow) {
            socket.setSoTimeout((int) Duration.ofSeconds(BODY_TIMEOUT_S * 4).toMillis());
            assertThat(new String(socket.getInputStream().readNBytes(13), UTF_8))
                    .isEqualTo("HTTP/1.1 408 ");
            socket.close();
        }
    }
}
