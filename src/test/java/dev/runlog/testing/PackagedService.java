package dev.runlog.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The packaged service as a process of its own, on free ports and on a data directory of the test's. */
public final class PackagedService {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Path directory;
    private final Path said;
    private final Process process;
    private final int port;
    private final int managementPort;

    private PackagedService(Path directory, Path said, Process process, int port, int managementPort) {
        this.directory = directory;
        this.said = said;
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts it and does not wait. Nothing of this process's own settings gets through to it. */
    public static PackagedService launch(Path directory, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory);
        var said = Files.createTempFile(directory.toAbsolutePath().getParent(), "service-", ".log");
        int port = freePort();
        int managementPort = freePort();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = JAR.toAbsolutePath().toString();
        var builder = new ProcessBuilder(java, "-Xmx256m", "-jar", jar)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("RUNLOG_"));
        builder.environment().put("RUNLOG_DATA_DIR", directory.toAbsolutePath().toString());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().putAll(settings);
        return new PackagedService(directory, said, builder.start(), port, managementPort);
    }

    /** Starts it on the embedded database of {@code directory} and waits until it is ready. */
    public static PackagedService start(Path directory) throws IOException, InterruptedException {
        return start(directory, Map.of());
    }

    /** As {@link #launch}, and waits until it is ready. */
    public static PackagedService start(Path directory, Map<String, String> settings)
            throws IOException, InterruptedException {
        var service = launch(directory, settings);
        if (!await(() -> service.isReady() || !service.process.isAlive()) || !service.process.isAlive()) {
            service.kill();
            throw new IllegalStateException("The service does not get ready: " + service.said());
        }
        return service;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(STEP.toMillis());
        }
        return true;
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** What it has used of the processors so far. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it wrote to stdout and stderr. */
    public List<String> said() throws IOException {
        return Files.readAllLines(said);
    }

    /** Waits for its end; the exit code. */
    public int ended() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("The service does not end");
        }
        return process.exitValue();
    }

    /** SIGTERM; the exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return ended();
    }

    /** SIGKILL. Its database stays behind. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The server of the embedded database, where it runs. */
    public static Optional<ProcessHandle> databaseOf(Path directory) throws IOException {
        var pidFile = directory.resolve("data/postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var pid = Long.parseLong(Files.readAllLines(pidFile).get(0));
        var programs = directory.toRealPath();
        return ProcessHandle.of(pid)
                .filter(server -> server.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs))
                        .isPresent());
    }

    /** SIGKILL, where it still runs; what it wrote is thrown away. */
    public void discard() throws IOException, InterruptedException {
        kill();
        Files.deleteIfExists(said);
    }

    /** Ends what a failed test may have left: the service, then the database of its directory. */
    public void cleanUp() throws IOException, InterruptedException {
        discard();
        var database = databaseOf(directory);
        if (database.isPresent()) {
            database.get().destroy();
            if (!await(() -> !database.get().isAlive())) {
                database.get().destroyForcibly();
            }
        }
    }
}
