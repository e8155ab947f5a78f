package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.access.AKey;
import dev.runlog.platform.OwnDatabase;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged service says in one line why it does not start. */
class StartIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("start-it");

    private static OwnDatabase outside;

    @BeforeAll
    static void begin() throws Exception {
        outside = OwnDatabase.start("start-it-outside");
    }

    @AfterAll
    static void end() throws Exception {
        outside.close();
    }

    @Test
    void a_second_service_on_the_same_directory_says_so_and_ends() throws Exception {
        DIRECTORY.empty();
        var first = PackagedService.start(DIRECTORY);
        try {
            assertRefuses(
                    Map.of(),
                    "The data directory " + DIRECTORY.made() + " is in use by another Runlog: stop that one, or "
                            + "set RUNLOG_DATA_DIR to another directory.");
            assertThat(first.stop()).isIn(0, 143);
        } finally {
            first.cleanUp();
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_named_in_one_line() throws Exception {
        int unused;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }

        assertRefuses(
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://127.0.0.1:" + unused + "/runlog",
                        "RUNLOG_AUTH",
                        "off"),
                "QUARKUS_DATASOURCE_JDBC_URL");
    }

    @Test
    void it_says_what_to_set_where_nobody_could_come_in_or_everybody() throws Exception {
        var settings = new HashMap<>(outside.settings(outside.port()));
        settings.remove("RUNLOG_AUTH");
        assertRefuses(settings, "RUNLOG_ADMIN_KEY");
        settings.put("RUNLOG_ADMIN_KEY", "rl_short");
        assertRefuses(settings, "RUNLOG_ADMIN_KEY is not a key");
        settings.put("RUNLOG_ADMIN_KEY", AKey.fresh());
        settings.put("RUNLOG_AUTH", "maybe");
        assertRefuses(settings, "RUNLOG_AUTH must be on or off");
        settings.put("RUNLOG_AUTH", "on");
        settings.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://login.example.org/jwks");
        assertRefuses(settings, "MP_JWT_VERIFY_ISSUER");
        settings.put("MP_JWT_VERIFY_ISSUER", "https://login.example.org");
        settings.put("MP_JWT_VERIFY_AUDIENCES", "runlog");
        settings.put("MP_JWT_VERIFY_PUBLICKEY_ALGORITHM", "HS256");
        assertRefuses(settings, "MP_JWT_VERIFY_PUBLICKEY_ALGORITHM");
    }

    @Test
    void on_its_own_database_it_asks_nobody_and_says_so_once_or_asks_where_that_is_said() throws Exception {
        var own = ServiceDirectory.named("start-it-own");
        var open = PackagedService.start(own);
        try {
            assertThat(status(open, null)).isEqualTo(200);
            assertThat(open.said())
                    .filteredOn(line -> line.contains("No credential is asked for"))
                    .hasSize(1);
            assertThat(open.said()).contains("  curl " + open.at("/api/v1/runs"));
        } finally {
            open.stop();
            open.cleanUp();
        }
        var key = madeAsTheReadmeSays();
        var guarded = PackagedService.start(own, Map.of("RUNLOG_AUTH", "on", "RUNLOG_ADMIN_KEY", key));
        try {
            assertThat(status(guarded, null)).isEqualTo(401);
            assertThat(status(guarded, key)).isEqualTo(200);
            assertThat(guarded.said()).noneMatch(line -> line.contains("No credential") || line.contains(key));
            assertThat(guarded.said())
                    .contains("  curl -H \"Authorization: Bearer $RUNLOG_ADMIN_KEY\" " + guarded.at("/api/v1/runs"));
        } finally {
            guarded.stop();
            guarded.cleanUp();
        }
    }

    private static String madeAsTheReadmeSays() throws Exception {
        assertThat(Files.readString(Path.of("README.md")))
                .contains("java -cp 'target/quarkus-app/app/*' dev.runlog.access.NewKey");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-cp", "target/quarkus-app/app/*", "dev.runlog.access.NewKey").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }

    private static int status(PackagedService service, String key) throws Exception {
        var request = HttpRequest.newBuilder(service.at("/api/v1/runs"));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static void assertRefuses(Map<String, String> settings, String why) throws Exception {
        var service = PackagedService.launch(DIRECTORY, settings);
        try {
            assertThat(service.ended()).isEqualTo(1);
            assertThat(service.said())
                    .singleElement()
                    .asString()
                    .startsWith("Runlog cannot start. ")
                    .contains(why);
        } finally {
            service.discard();
        }
    }
}
