package dev.runlog.platform;

import dev.runlog.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of a test's own, under {@code target}, that it may kill. Only its processes are ended, each by its id. */
public final class OwnDatabase implements AutoCloseable {
    private static final String FRESH = "fresh";

    private final Path path;
    private EmbeddedDatabase server;

    private OwnDatabase(Path path) {
        this.path = path;
        this.server = EmbeddedDatabase.start(path);
    }

    /**
     * Starts it with one empty database. The directory is kept, so that only the first start unpacks and makes a cluster.
     *
     * @param name of its own for each test class
     */
    public static OwnDatabase start(String name) throws SQLException {
        var database = new OwnDatabase(Path.of("target", name));
        try (var connection = database.connect("runlog");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + FRESH);
            statement.execute("create database " + FRESH);
        }
        return database;
    }

    /** kill -9 of the server and of every process that works for it. */
    public void kill() throws IOException, InterruptedException {
        processes().forEach(ProcessHandle::destroyForcibly);
        if (!Waiting.until(() -> processes().isEmpty())) {
            throw new IllegalStateException("The database survives kill -9");
        }
        try {
            server.close();
        } catch (IOException ended) {
            // There is nothing to stop, and the directory has been let go of.
        }
    }

    private List<ProcessHandle> processes() {
        var programs = server.directory();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs))
                        .isPresent())
                .toList();
    }

    /** Starts it after a kill, on another port; it accepts connections then. */
    public void startAgain() {
        server = EmbeddedDatabase.start(path);
    }

    public Connection connect() throws SQLException {
        return connect(FRESH);
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(port(), database), server.username(), server.password());
    }

    /** Does something to it directly. */
    public void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public int port() {
        return Integer.parseInt(server.jdbcUrl().replaceFirst(".*127\\.0\\.0\\.1:(\\d+)/.*", "$1"));
    }

    /** What points a packaged service at it, by the port of 127.0.0.1 that is given. */
    public Map<String, String> settings(int through) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", url(through, FRESH),
                "QUARKUS_DATASOURCE_USERNAME", server.username(),
                "QUARKUS_DATASOURCE_PASSWORD", server.password(),
                "RUNLOG_AUTH", "off");
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable&gssEncMode=disable";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
