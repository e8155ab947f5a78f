package dev.runlog.bench;

import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** What is measured: the packaged service on its database, and beside it one that answers without storing. */
final class Stage implements AutoCloseable {
    private final Path directory;
    private final boolean embedded;
    private final HttpClient http = HttpClient.newHttpClient();
    private PackagedService service;
    private PackagedService unstored;
    private PackagedService guarded;
    private Database database;

    private Stage(Path directory, boolean embedded) {
        this.directory = directory;
        this.embedded = embedded;
    }

    static Stage build(BenchSettings settings) throws IOException, SQLException, InterruptedException {
        empty(settings.directory());
        var stage = new Stage(
                settings.directory().resolve("service"), settings.database().isEmpty());
        try {
            stage.start(settings.database());
            return stage;
        } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
            stage.close();
            throw failure;
        }
    }

    private void start(Optional<Database> given) throws IOException, SQLException, InterruptedException {
        service = PackagedService.start(
                new ServiceDirectory(directory), given.map(Database::settings).orElse(Map.of()));
        database = given.isPresent() ? given.get() : Database.embeddedIn(directory);
        if (embedded) {
            database.goAroundWal();
        }
        var settings = new HashMap<>(database.settings());
        settings.put("RUNLOG_INGEST_DISCARD", "true");
        unstored = PackagedService.start(new ServiceDirectory(directory.resolveSibling("unstored")), settings);
    }

    /** A service beside it, on the same database, that asks for a credential; its admin key is given. */
    InetSocketAddress guarded(String adminKey) throws IOException, InterruptedException {
        var settings = new HashMap<>(database.settings());
        settings.put("RUNLOG_AUTH", "on");
        settings.put("RUNLOG_ADMIN_KEY", adminKey);
        guarded = PackagedService.start(new ServiceDirectory(directory.resolveSibling("guarded")), settings);
        return addressOf(guarded);
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var paths = Files.walk(directory)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(directory);
    }

    Database database() {
        return database;
    }

    /** What the database says; empty where it is not the embedded one. */
    Optional<Path> databaseLog() {
        return Optional.of(directory.resolve("postgresql.log")).filter(log -> embedded);
    }

    URI at(String path) {
        return service.at(path);
    }

    InetSocketAddress storing() {
        return addressOf(service);
    }

    InetSocketAddress discarding() {
        return addressOf(unstored);
    }

    private static InetSocketAddress addressOf(PackagedService service) {
        var at = service.at("/");
        return new InetSocketAddress(at.getHost(), at.getPort());
    }

    /** The first value of a metric of the service. */
    double metric(String name) throws IOException {
        return service.metric(name);
    }

    /** New runs of some connectors, registered. */
    List<UUID> runs(int count) throws IOException, InterruptedException {
        var runs = IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
        for (int i = 0; i < count; i++) {
            register(service.at("/ingest/v1/runs/" + runs.get(i)), i);
        }
        return runs;
    }

    private void register(URI run, int i) throws IOException, InterruptedException {
        var body = "{\"connector\": \"bench-" + i % 8 + "\", \"site\": \"" + i + "\", \"version\": \"1.4.2\"}";
        var request = HttpRequest.newBuilder(run)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("A run is not registered: " + answer.body());
        }
    }

    /** Processor time used so far by the load's own process, by the services, and by the database where it is ours. */
    CpuTime cpuTime() throws IOException {
        var servers = embedded ? new ServiceDirectory(directory).database() : Optional.<ProcessHandle>empty();
        return new CpuTime(
                CpuTime.of(ProcessHandle.current()),
                service.cpuTime().plus(unstored.cpuTime()),
                CpuTime.ofTree(servers));
    }

    @Override
    public void close() throws IOException {
        try {
            for (var beside : new PackagedService[] {unstored, guarded}) {
                if (beside != null) {
                    beside.discard();
                }
            }
            if (service != null) {
                service.stop();
                service.discard();
                new ServiceDirectory(directory).endDatabase();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
