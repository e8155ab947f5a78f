package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.access.AKey;
import dev.runlog.platform.OwnDatabase;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A key that one instance revokes is soon refused by the other. */
@Timeout(120)
class RevocationIT {
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final ServiceDirectory ONE = ServiceDirectory.named("revocation-one");
    private static final ServiceDirectory OTHER = ServiceDirectory.named("revocation-other");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ADMIN = AKey.fresh();

    private static HttpResponse<String> send(
            PackagedService service, String method, String path, String key, String body) throws Exception {
        var request = HttpRequest.newBuilder(service.at(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    @Test
    void what_one_instance_revokes_the_other_refuses() throws Exception {
        try (var database = OwnDatabase.start("revocation")) {
            var settings = new HashMap<>(database.settings(database.port()));
            settings.put("RUNLOG_AUTH", "on");
            settings.put("RUNLOG_ADMIN_KEY", ADMIN);
            var one = PackagedService.start(ONE, settings);
            var other = PackagedService.start(OTHER, settings);
            try {
                var made = new ObjectMapper()
                        .readTree(send(
                                        one,
                                        "POST",
                                        "/admin/v1/keys",
                                        ADMIN,
                                        "{\"name\": \"x\", \"scopes\": [\"runs:read\"]}")
                                .body());
                var key = made.path("key").asText();
                assertThat(send(other, "GET", "/api/v1/runs", key, null).statusCode())
                        .isEqualTo(200);

                send(one, "DELETE", "/admin/v1/keys/" + made.path("id").asText(), ADMIN, null);
                var revoked = System.nanoTime();
                assertThat(send(one, "GET", "/api/v1/runs", key, null).statusCode())
                        .isEqualTo(401);
                while (send(other, "GET", "/api/v1/runs", key, null).statusCode() == 200) {
                    Thread.sleep(5);
                }

                var took = Duration.ofNanos(System.nanoTime() - revoked);
                System.out.println("A revoked key was refused by the other instance after " + took.toMillis() + " ms");
                assertThat(took).isLessThan(MOST);
                database.kill();
                assertThat(send(one, "GET", "/api/v1/runs", AKey.fresh(), null).statusCode())
                        .as("nobody can say whose key this is")
                        .isEqualTo(503);
                database.startAgain();
            } finally {
                one.cleanUp();
                other.cleanUp();
            }
        }
    }
}
