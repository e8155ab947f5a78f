package dev.runlog.testing;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A session outside the service's pools, where a transaction may stay open for as long as a test likes. */
@Singleton
public class OwnSession {
    private final String url;
    private final String username;
    private final String password;

    OwnSession(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String username,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    /** A transaction that has executed {@code sql} and goes on until the connection is closed. */
    public Connection transaction(String sql) throws SQLException {
        var connection = DriverManager.getConnection(url, username, password);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }
}
