package dev.runlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

/** Follows a run while it is written to: whoever has seen up to a number has missed nothing below it. */
public final class Tail {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final PackagedService service;
    private final UUID run;
    private int seen;

    Tail(PackagedService service, UUID run) {
        this.service = service;
        this.run = run;
    }

    /** Reads on behind what was seen, to the present end. */
    public void read() throws IOException, InterruptedException {
        int before;
        do {
            before = seen;
            var address = service.at("/api/v1/runs/" + run + "/logs?limit=1000&afterSeq=" + seen);
            var answer = HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            for (var entry : ApiDocument.read(answer.body()).path("items")) {
                assertThat(entry.path("seq").asInt()).isEqualTo(++seen);
            }
        } while (seen > before);
    }

    public int seen() {
        return seen;
    }
}
