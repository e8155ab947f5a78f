package dev.runlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Requests of every kind, all at once, and how each was answered. */
public final class Probes {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String RUN = "/runs/" + new UUID(0, 1);
    private static final String SDK_ROUTE = "/container-api/" + new UUID(0, 2) + "/logs/info";
    private static final String ENTRY = "{\"message\": \"x\"}";

    /** @param method GET where there is no body */
    private record Kind(String method, String path, String type, String body) {
        boolean isSdk() {
            return path.equals(SDK_ROUTE);
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("POST", "/ingest/v1" + RUN + "/logs", "application/json", ENTRY),
            new Kind("POST", SDK_ROUTE, "application/json", ENTRY),
            new Kind("POST", "/ingest/v1" + RUN + "/output/stderr", "text/plain", "x\n"),
            new Kind(
                    "PUT",
                    "/ingest/v1" + RUN,
                    "application/json",
                    "{\"connector\": \"c\", \"site\": \"s\", \"version\": \"1\"}"),
            new Kind("POST", "/ingest/v1" + RUN + "/finish", "application/json", "{\"exitCode\": 0}"),
            new Kind(
                    "PUT",
                    "/ingest/v1/states/probe",
                    "application/json",
                    "{\"connector\": \"c\", \"name\": \"n\", \"status\": \"running\", \"ownerId\": \"u\"}"),
            new Kind("GET", "/api/v1/runs", null, null),
            new Kind("GET", "/api/v1/logs?q=x", null, null));

    private record Answered(Kind kind, HttpResponse<String> answer, Duration after) {}

    private final List<CompletableFuture<Answered>> sent = new ArrayList<>();

    private Probes() {}

    /** Sends so many of the first kinds, log entries, and a few of each other kind behind them; does not wait. */
    public static Probes of(PackagedService service, int entries) {
        var probes = new Probes();
        for (int i = 0; i < entries; i++) {
            probes.send(service, KINDS.get(0));
        }
        for (int i = 0; i < Math.max(1, entries / 20); i++) {
            KINDS.forEach(kind -> probes.send(service, kind));
        }
        return probes;
    }

    private void send(PackagedService service, Kind kind) {
        var request = HttpRequest.newBuilder(service.at(kind.path())).timeout(Waiting.PATIENCE);
        if (kind.body() == null) {
            request.GET();
        } else {
            request.method(kind.method(), BodyPublishers.ofString(kind.body())).header("Content-Type", kind.type());
        }
        var start = System.nanoTime();
        sent.add(HTTP.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(answer -> new Answered(kind, answer, Duration.ofNanos(System.nanoTime() - start))));
    }

    /** Every one is answered 503 with Retry-After in time, the route of the SDKs in theirs. */
    public void assertRefused(Duration longest, Duration sdkPatience) {
        for (var probe : await(longest, sdkPatience)) {
            assertThat(probe.answer().statusCode())
                    .as("%s: %s", probe.kind(), probe.answer().body())
                    .isEqualTo(503);
            assertThat(probe.answer().headers().firstValue("Retry-After"))
                    .as(probe.kind().path())
                    .isPresent();
            assertThat(probe.answer().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type)
                            .startsWith(probe.kind().isSdk() ? "application/json" : "application/problem+json"));
        }
    }

    /** Every one is answered with success in time. */
    public void assertServed(Duration longest, Duration sdkPatience) {
        for (var probe : await(longest, sdkPatience)) {
            assertThat(probe.answer().statusCode())
                    .as("%s: %s", probe.kind(), probe.answer().body())
                    .isBetween(200, 201);
        }
    }

    private List<Answered> await(Duration longest, Duration sdkPatience) {
        var answered = sent.stream().map(CompletableFuture::join).toList();
        System.out.println("Slowest answers: " + slowest(answered));
        for (var probe : answered) {
            assertThat(probe.after())
                    .as(probe.kind().path())
                    .isLessThan(probe.kind().isSdk() ? sdkPatience : longest);
        }
        return answered;
    }

    private static Map<String, Long> slowest(List<Answered> answered) {
        var slowest = new TreeMap<String, Long>();
        answered.stream()
                .sorted(Comparator.comparing(Answered::after))
                .forEach(probe -> slowest.put(
                        probe.kind().method() + " " + probe.kind().path(),
                        probe.after().toMillis()));
        return slowest;
    }
}
