package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.access.AKey;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The address of the keys of JWTs takes connections and answers none: whoever has an API key does not notice. */
@Timeout(120)
class KeyAddressIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("key-address-it");
    private static final int TOKENS = 300;
    private static final String ADMIN = AKey.fresh();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static CompletableFuture<HttpResponse<String>> ask(PackagedService service, String credential) {
        var request = HttpRequest.newBuilder(service.at("/api/v1/runs"))
                .header("Authorization", "Bearer " + credential)
                .timeout(Duration.ofSeconds(20))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    private static String made(int number) {
        return base64("{\"alg\":\"RS256\",\"kid\":\"k" + number + "\"}") + "." + base64("{\"sub\":\"x\"}") + ".AAAA";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_silent_address_of_keys_holds_up_nobody_else() throws Exception {
        try (var silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            var service = PackagedService.start(
                    DIRECTORY,
                    Map.of(
                            "RUNLOG_AUTH", "on",
                            "RUNLOG_ADMIN_KEY", ADMIN,
                            "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "http://127.0.0.1:" + silent.getLocalPort() + "/jwks",
                            "MP_JWT_VERIFY_ISSUER", "https://issuer.example",
                            "MP_JWT_VERIFY_AUDIENCES", "runlog"));
            try {
                var tokens = IntStream.range(0, TOKENS)
                        .mapToObj(number -> ask(service, made(number)))
                        .toList();
                Thread.sleep(500);
                var begun = System.nanoTime();
                assertThat(ask(service, ADMIN).get().statusCode()).isEqualTo(200);
                assertThat(ask(service, AKey.fresh()).get().statusCode()).isEqualTo(401);

                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
                for (var token : tokens) {
                    assertThat(token.get().statusCode()).isEqualTo(503);
                    assertThat(token.get().body()).contains("\"code\":\"unavailable\"");
                }
            } finally {
                service.cleanUp();
            }
        }
    }
}
