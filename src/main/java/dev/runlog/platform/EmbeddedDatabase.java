package dev.runlog.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * A PostgreSQL of our own, on loopback, for when none is configured. Durable: what was committed is found again, however
 * it ended. One directory holds its programs, its data, its password and its log, and is held by one process at a time.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final String DATABASE = "runlog";

    private final DataDirectory directory;
    private final EmbeddedServer server;
    private final int port;
    private final String password;

    private EmbeddedDatabase(DataDirectory directory, EmbeddedServer server, int port, String password) {
        this.directory = directory;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /** @throws StartupFailure if it cannot be; nothing is left running or held then */
    static EmbeddedDatabase start(Path path) {
        PostgresArchive.ofThisMachine();
        var directory = DataDirectory.hold(path);
        try {
            return started(directory);
        } catch (IOException | SQLException failure) {
            directory.close();
            throw new StartupFailure(
                    "The embedded database in " + directory.path() + " cannot be started: " + failure.getMessage());
        } catch (RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    private static EmbeddedDatabase started(DataDirectory directory) throws IOException, SQLException {
        var server = EmbeddedServer.in(directory);
        var database = new EmbeddedDatabase(directory, server, server.start(), server.password());
        try {
            database.createIfMissing();
            return database;
        } catch (SQLException failure) {
            server.stop();
            throw failure;
        }
    }

    private void createIfMissing() throws SQLException {
        var login = new Properties();
        login.setProperty("user", username());
        login.setProperty("password", password);
        try (var connection = new Driver().connect(url("postgres"), login);
                var statement = connection.createStatement();
                var found = statement.executeQuery("select from pg_database where datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable&gssEncMode=disable";
    }

    String jdbcUrl() {
        return url(DATABASE);
    }

    String username() {
        return EmbeddedServer.USER;
    }

    String password() {
        return password;
    }

    Path directory() {
        return directory.path();
    }

    /** Ends what is under way, keeps what is committed, and lets go of the directory. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } finally {
            directory.close();
        }
    }
}
