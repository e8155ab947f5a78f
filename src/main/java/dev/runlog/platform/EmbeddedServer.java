package dev.runlog.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One PostgreSQL cluster in the data directory: made once, started on a free port, stopped without loss. */
final class EmbeddedServer {
    static final String USER = "runlog";

    /** What makes a commit a promise and keeps strangers out: given at each start, over what the cluster's files say. */
    private static final List<String> ALWAYS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=''",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "timezone=UTC");

    /**
     * Where the cluster's postgresql.conf begins; whoever runs it may tune it there. The log keeps no row's content.
     * To make a WAL segment holds up every commit, so those that were made are kept to be used again.
     */
    private static final List<String> AT_FIRST = List.of(
            "max_connections=100",
            "shared_buffers=256MB",
            "min_wal_size=1GB",
            "max_wal_size=2GB",
            "wal_compression=on",
            "jit=off",
            "log_checkpoints=off",
            "log_timezone=UTC",
            "log_error_verbosity=terse",
            "log_min_error_statement=panic");

    private static final int MOST_PORTS = 3;
    private static final long LARGEST_LOG_BYTES = 10_000_000;
    private static final String PASSWORD_FILE = "runlog.password";

    private final DataDirectory directory;
    private final PostgresCommand postgres;
    private final Path data;
    private final Path log;

    private EmbeddedServer(DataDirectory directory, PostgresCommand postgres) {
        this.directory = directory;
        this.postgres = postgres;
        this.data = directory.resolve("data");
        this.log = directory.resolve("postgresql.log");
    }

    /** The cluster of {@code directory}, made if it is not there; nothing runs on it. */
    static EmbeddedServer in(DataDirectory directory) throws IOException {
        var postgres = PostgresCommand.in(PostgresBinaries.unpack(directory));
        var server = new EmbeddedServer(directory, postgres);
        new LeftoverServer(directory, server.data, postgres).stop();
        if (!Files.isDirectory(server.data)) {
            server.make();
        }
        return server;
    }

    /** Beside its place and then moved there whole: half a cluster is never found by the next start. */
    private void make() throws IOException {
        var unfinished = directory.resolve("data.unfinished");
        var passwordFile = directory.resolve(PASSWORD_FILE);
        DataDirectory.delete(unfinished);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, freshPassword());
        var arguments = new ArrayList<>(List.of("-D", unfinished.toString(), "-U", USER, "-A", "scram-sha-256"));
        arguments.add("--pwfile=" + passwordFile);
        arguments.addAll(List.of("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        AT_FIRST.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        var making = postgres.run("initdb", arguments.toArray(String[]::new));
        if (making.failed()) {
            throw new IOException(lastLine(making.output()));
        }
        Files.move(passwordFile, unfinished.resolve(PASSWORD_FILE), StandardCopyOption.ATOMIC_MOVE);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String freshPassword() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String password() throws IOException {
        return Files.readString(data.resolve(PASSWORD_FILE)).strip();
    }

    /** Returns, once connections are accepted, the port of 127.0.0.1 they go to. */
    int start() throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG_BYTES) {
            Files.move(log, directory.resolve("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        for (int i = 0; i < MOST_PORTS; i++) {
            var port = freePort();
            if (!startOn(port).failed()) {
                return port;
            }
        }
        throw new IOException(lastFatal());
    }

    private PostgresCommand.Ending startOn(int port) throws IOException {
        var options = "-c port=" + port + " -c " + String.join(" -c ", ALWAYS);
        return postgres.run(
                "pg_ctl", "-D", data.toString(), "-l", log.toString(), "-o", options, "-w", "-t", "600", "start");
    }

    void stop() throws IOException {
        var stopping = postgres.run("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", "60", "stop");
        if (stopping.failed()) {
            throw new IOException("the embedded database does not stop: " + lastLine(stopping.output()));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String lastFatal() throws IOException {
        var said = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
        return said.stream()
                .filter(line -> line.contains("FATAL") || line.contains("PANIC"))
                .reduce((earlier, later) -> later)
                .orElse("see " + log);
    }

    private static String lastLine(String output) {
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
