package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    /** One for all: making a cluster takes seconds. Each test has a table of its own. */
    @TempDir
    static Path directory;

    private final String table = "kept_" + System.nanoTime();

    @Test
    void what_was_committed_is_found_by_the_next_start() throws Exception {
        try (var database = EmbeddedDatabase.start(directory)) {
            keep(database, table, 7);
        }

        try (var database = EmbeddedDatabase.start(directory)) {
            assertThat(answer(database, "select id from " + table)).isEqualTo("7");
        }
    }

    @Test
    void a_commit_is_on_the_disk_and_strangers_are_kept_out() throws Exception {
        try (var database = EmbeddedDatabase.start(directory)) {
            assertThat(settings(database, "fsync", "synchronous_commit", "full_page_writes"))
                    .containsExactly("on", "on", "on");
            assertThat(settings(database, "listen_addresses", "server_encoding"))
                    .containsExactly("127.0.0.1", "UTF8");
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "guessed"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void a_second_holder_of_the_directory_is_told_so() throws Exception {
        var holder = fork();
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining(directory.toRealPath().toString())
                    .hasMessageContaining("in use by another Runlog")
                    .hasMessageContaining("RUNLOG_DATA_DIR");
        } finally {
            kill(holder);
            EmbeddedDatabase.start(directory).close();
        }
    }

    @Test
    void a_server_left_by_a_killed_process_is_replaced_without_loss() throws Exception {
        kill(fork());
        var leftover = postmaster();
        assertThat(leftover.isAlive()).isTrue();

        try (var database = EmbeddedDatabase.start(directory)) {
            assertThat(postmaster().pid()).isNotEqualTo(leftover.pid());
            assertThat(answer(database, "select id from " + table)).isEqualTo("42");
        }
    }

    @Test
    void a_server_that_was_killed_itself_is_recovered_without_loss() throws Exception {
        var holder = fork();
        postmaster().destroyForcibly();
        kill(holder);

        try (var database = EmbeddedDatabase.start(directory)) {
            assertThat(answer(database, "select id from " + table)).isEqualTo("42");
        }
    }

    @Test
    void a_pid_file_with_the_number_of_another_process_does_not_end_that_one() throws Exception {
        EmbeddedDatabase.start(directory).close();
        var bystander = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(directory.resolve("data/postmaster.pid"), bystander.pid() + "\n");

            EmbeddedDatabase.start(directory).close();

            assertThat(bystander.isAlive()).isTrue();
        } finally {
            kill(bystander);
        }
    }

    /** Another JVM that starts the database, commits 42 into the table, and holds on. */
    private Process fork() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString(),
                        table)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("committed");
        return process;
    }

    static final class Holder {
        public static void main(String... args) throws Exception {
            var database = EmbeddedDatabase.start(Path.of(args[0]));
            keep(database, args[1], 42);
            System.out.println("committed");
            Thread.sleep(TimeUnit.MINUTES.toMillis(2));
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private ProcessHandle postmaster() throws IOException {
        var pid = Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void keep(EmbeddedDatabase database, String table, int id) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("create table " + table + " (id int)");
            statement.execute("insert into " + table + " values (" + id + ")");
        }
    }

    private static List<String> settings(EmbeddedDatabase database, String... names) throws SQLException {
        var values = new ArrayList<String>();
        for (var name : names) {
            values.add(answer(database, "show " + name));
        }
        return values;
    }

    private static String answer(EmbeddedDatabase database, String question) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }
}
