package dev.runlog.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Somebody with a credential.
 *
 * @param authorization the header; null for none
 * @param more headers
 */
record Client(String authorization, Map<String, String> more) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static final Client NOBODY = new Client(null);

    Client(String authorization) {
        this(authorization, Map.of());
    }

    Client with(String header, String value) {
        return new Client(authorization, Map.of(header, value));
    }

    static Client bearing(String credential) {
        return new Client("Bearer " + credential);
    }

    static Client admin() {
        return bearing(Guarded.ADMIN_KEY);
    }

    static URI at(String path) {
        var port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", String.class);
        return URI.create("http://localhost:" + port + path);
    }

    /** What is answered, and its headers but for those that differ each time. */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    Answer send(String method, String path, String type, String body) {
        var request = HttpRequest.newBuilder(at(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        more.forEach(request::header);
        if (body != null) {
            request.header("Content-Type", type);
        }
        try {
            return answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new IllegalStateException(method + " " + path, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        var headers = new TreeMap<>(response.headers().map());
        headers.remove("x-request-id");
        headers.remove("date");
        return new Answer(response.statusCode(), headers, response.body());
    }

    Answer get(String path) {
        return send("GET", path, null, null);
    }

    Answer json(String method, String path, String body) {
        return send(method, path, "application/json", body);
    }
}
