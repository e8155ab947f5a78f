package dev.runlog.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Runs that have all that a diagnosis looks at, put in through the service. */
final class DiagnosisSeed {
    private static final long BATCH = 1_000;
    /** Of the first entries: such that the shortest run has every kind of error that the longest has. */
    private static final int OTHER_ERROR = 73;

    private static final String TRACE = """
            Export of 'spring-sale' begins
            Traceback (most recent call last):
              File "/app/export.py", line 12, in <module>
                main()
              File "/app/export.py", line 8, in main
                price = float(row["price"])
            ValueError: could not convert string to float: 'n/a'
            """;

    private final Stage stage;
    private final HttpClient http = HttpClient.newHttpClient();

    DiagnosisSeed(Stage stage) {
        this.stage = stage;
    }

    /** A run that failed, of a connector of its own that was built and has run well, with as many entries, before. */
    UUID failedRun(String connector, long entries) throws IOException, InterruptedException {
        send(
                "PUT",
                "/ingest/v1/states/build-" + UUID.randomUUID(),
                "{\"connector\":\"" + connector + "\",\"name\":\"build_connector\",\"status\":\"done\","
                        + "\"ownerId\":\"u-17\",\"version\":\"1.4.2\"}");
        run(connector, entries, 0);
        return run(connector, entries, 1);
    }

    private UUID run(String connector, long entries, int exitCode) throws IOException, InterruptedException {
        var run = UUID.randomUUID();
        var address = "/ingest/v1/runs/" + run;
        var registration = "{\"connector\":\"" + connector + "\",\"site\":\"17\",\"version\":\"1.4.2\"}";
        send("PUT", address, registration);
        for (long from = 0; from < entries; from += BATCH) {
            send("POST", address + "/logs", batch(from, Math.min(entries, from + BATCH)));
        }
        send(
                "POST",
                address + "/failures",
                "{\"method\":\"GET\",\"requestUri\":\"/files/input/full?page=1\",\"responseCode\":404}");
        send("POST", address + "/output/stderr", TRACE);
        send("POST", address + "/finish", "{\"exitCode\":" + exitCode + "}");
        return run;
    }

    private static String batch(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(i -> SampleEntry.of(i == 1 ? OTHER_ERROR : (int) i).json(null))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void send(String method, String path, String body) throws IOException, InterruptedException {
        var to = stage.storing();
        var request = HttpRequest.newBuilder(URI.create("http://" + to.getHostString() + ":" + to.getPort() + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("Not stored: " + answer.body());
        }
    }
}
