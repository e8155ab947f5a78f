package dev.runlog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, on free ports and on a data directory of the test's. */
public final class PackagedService {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Waiting.PATIENCE;

    private final ServiceDirectory directory;
    private final Path said;
    private final Process process;
    private final int port;
    private final int managementPort;

    private PackagedService(ServiceDirectory directory, Path said, Process process, int port, int managementPort) {
        this.directory = directory;
        this.said = said;
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts it and does not wait. Nothing of this process's own settings gets through to it. */
    public static PackagedService launch(ServiceDirectory directory, Map<String, String> settings) throws IOException {
        var said = Files.createTempFile(Path.of("target"), "service-", ".log");
        int port = freePort();
        int managementPort = freePort();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = JAR.toAbsolutePath().toString();
        var builder = new ProcessBuilder(java, "-Xms256m", "-Xmx256m", "-jar", jar)
                .directory(directory.made().toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("RUNLOG_"));
        builder.environment().put("RUNLOG_DATA_DIR", directory.made().toString());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().putAll(settings);
        return new PackagedService(directory, said, builder.start(), port, managementPort);
    }

    /** Starts it on the embedded database of {@code directory} and waits until it is ready. */
    public static PackagedService start(ServiceDirectory directory) throws IOException, InterruptedException {
        return start(directory, Map.of());
    }

    /** Starts it with these settings and waits until it is ready. */
    public static PackagedService start(ServiceDirectory directory, Map<String, String> settings)
            throws IOException, InterruptedException {
        var service = launch(directory, settings);
        if (!Waiting.until(() -> service.isReady() || !service.process.isAlive()) || !service.process.isAlive()) {
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

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** What it has used of the processors so far. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Whether a metric comes to a value in time. */
    public boolean settles(String metric, double value) throws InterruptedException {
        return Waiting.until(() -> {
            try {
                return metric(metric) == value;
            } catch (IOException gone) {
                return false;
            }
        });
    }

    /** The first value of a metric. */
    public double metric(String name) throws IOException {
        var address = "http://127.0.0.1:" + managementPort + "/q/metrics";
        try (var lines = new BufferedReader(
                new InputStreamReader(URI.create(address).toURL().openStream(), UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
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

    /** SIGSTOP: it holds what it has and does nothing. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** SIGKILL, where it still runs; what it wrote is thrown away. */
    public void discard() throws IOException, InterruptedException {
        kill();
        Files.deleteIfExists(said);
    }

    /** Ends what a failed test may have left: the service, then the database of its directory. */
    public void cleanUp() throws IOException, InterruptedException {
        discard();
        directory.endDatabase();
    }
}
