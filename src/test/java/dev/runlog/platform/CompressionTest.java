package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By a client that does not unzip by itself. */
@QuarkusTest
class CompressionTest {
    private static final String LARGE = "/q/openapi?format=json";

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void an_answer_of_a_kibibyte_is_zipped_for_who_accepts_it() throws Exception {
        var zipped = answer(LARGE, "gzip");

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.headers().firstValue("Vary")).contains("accept-encoding");
        assertThat(unzipped(zipped.body())).startsWith("{").hasSizeGreaterThanOrEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/swagger-ui/swagger-ui.css", "/q/swagger-ui/swagger-ui-bundle.js"})
    void so_is_the_documentation(String path) throws Exception {
        assertThat(answer(path, "gzip").headers().firstValue("Content-Encoding"))
                .contains("gzip");
    }

    @Test
    void it_is_sent_as_it_is_to_others() throws Exception {
        assertThat(answer(LARGE, "identity").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void a_small_answer_is_left_as_it_is() throws Exception {
        var small = answer("/problems/not-found", "gzip");

        assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(new String(small.body(), StandardCharsets.UTF_8)).contains("not-found");
    }

    private HttpResponse<byte[]> answer(String path, String encoding) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Accept-Encoding", encoding)
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String unzipped(byte[] body) throws IOException {
        try (var content = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
