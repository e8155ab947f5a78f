package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that an older version has filled, in a schema of its own. */
@QuarkusTest
class KeepWhyRunsFailedTest {
    private static final String SCHEMA = "older";
    private static final String RUN = """
            insert into older.run (run_id, process_id, status, exit_code, first_at, started_at, started_given, started_since,
                                   deadline_at, deadline_given, finished_at, finished_since)
            values (%d, gen_random_uuid(), '%s', %s, now(), now(), false, now(), now(), false, %s, %4$s)
            """;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @AfterEach
    void drop() throws SQLException {
        execute("drop schema if exists older cascade");
    }

    @Test
    void what_failed_before_is_left_to_be_noted_behind_the_start() throws SQLException {
        migrate("13");
        execute(RUN.formatted(1, "failed", 1, "now()"));
        execute(RUN.formatted(2, "succeeded", 0, "now()"));

        migrate("latest");

        assertThat(rows("select run_id from older.examination_due")).isEmpty();
        assertThat(rows("select started_at from older.examination_backlog")).containsExactly("infinity");
    }

    private void migrate(String version) {
        Flyway.configure()
                .dataSource(url, username, password)
                .schemas(SCHEMA)
                .target(version)
                .load()
                .migrate();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, username, password);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String question) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
