package dev.runlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.Driver;

/** The database under measurement, as pgjdbc reaches it past the service. */
record Database(String url, String username, String password) {
    private static final int PORT_LINE = 3;
    private static final int WAL_SEGMENTS = 60;

    /** The embedded one of a service that runs on {@code directory}. */
    static Database embeddedIn(Path directory) throws IOException {
        var data = directory.resolve("data");
        var port = Files.readAllLines(data.resolve("postmaster.pid")).get(PORT_LINE);
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + port + "/runlog?sslmode=disable&gssEncMode=disable",
                "runlog",
                Files.readString(data.resolve("runlog.password")).strip());
    }

    /** Settings of a service that is to use it. */
    Map<String, String> settings() {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                url,
                "QUARKUS_DATASOURCE_USERNAME",
                username,
                "QUARKUS_DATASOURCE_PASSWORD",
                password,
                "RUNLOG_AUTH",
                "off",
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_HOST",
                "127.0.0.1");
    }

    Connection open() throws SQLException {
        var login = new Properties();
        login.setProperty("user", username);
        login.setProperty("password", password);
        login.setProperty("options", "-c jit=off");
        return new Driver().connect(url, login);
    }

    /**
     * Takes the cluster once around its WAL, so that it reuses segments as one does that has run for a while: a fresh one
     * fills each with zeros first, which holds up every commit for a tenth of a second and more.
     */
    void goAroundWal() throws SQLException {
        try (var connection = open();
                var statement = connection.createStatement()) {
            for (int i = 0; i < WAL_SEGMENTS; i++) {
                statement.execute("select pg_logical_emit_message(false, 'bench', 'next'), pg_switch_wal()");
            }
            statement.execute("checkpoint");
        }
    }

    /** The ids of runs that the service knows, in the same order. */
    List<Long> runIds(List<UUID> processIds) throws SQLException {
        var found = new HashMap<UUID, Long>();
        try (var connection = open();
                var question = connection.prepareStatement(
                        "select process_id, run_id from run_key where process_id = any(?)")) {
            question.setArray(1, connection.createArrayOf("uuid", processIds.toArray()));
            try (var row = question.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), row.getLong(2));
                }
            }
        }
        return processIds.stream().map(found::get).toList();
    }
}
