package dev.runlog.platform;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The PostgreSQL of all tests of the service: an empty database of an embedded one under {@code target}, or the one that
 * {@code RUNLOG_TEST_JDBC_URL} names (with {@code RUNLOG_TEST_USERNAME} and {@code RUNLOG_TEST_PASSWORD}). It is global:
 * declared once, on {@link HealthTest}, it serves every {@code @QuarkusTest}, and the service starts once for all.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private static final Path DIRECTORY = Path.of("target", "test-database");
    private static final String FRESH = "fresh";

    private EmbeddedDatabase embedded;

    @Override
    public Map<String, String> start() {
        return outside().orElseGet(this::embedded);
    }

    private static Optional<Map<String, String>> outside() {
        return variable("RUNLOG_TEST_JDBC_URL")
                .map(url -> settings(
                        url,
                        variable("RUNLOG_TEST_USERNAME").orElse(""),
                        variable("RUNLOG_TEST_PASSWORD").orElse("")));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    /** The directory is kept, so that only the first run unpacks and makes a cluster. */
    private Map<String, String> embedded() {
        embedded = EmbeddedDatabase.start(DIRECTORY);
        try (var connection =
                        DriverManager.getConnection(embedded.jdbcUrl(), embedded.username(), embedded.password());
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + FRESH);
            statement.execute("create database " + FRESH);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return settings(
                embedded.jdbcUrl().replace("/runlog?", "/" + FRESH + "?"), embedded.username(), embedded.password());
    }

    private static Map<String, String> settings(String url, String username, String password) {
        return Map.of(
                "quarkus.datasource.jdbc.url", url,
                "quarkus.datasource.username", username,
                "quarkus.datasource.password", password);
    }

    @Override
    public void stop() {
        if (embedded == null) {
            return;
        }
        try {
            embedded.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
