package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection of the test's own that was taken from the pool and of which nothing is heard since. */
@QuarkusTest
class StalledConnectionsTest {
    private static final Duration LONG_AGO = Duration.ofSeconds(3);
    /** What the database takes as a sign of life. */
    private static final Duration IN_THE_DATABASE = Duration.ofMillis(2100);

    private final AtomicLong nanos = new AtomicLong();

    @Inject
    AgroalDataSource pool;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private StalledConnections watched;
    private Connection connection;
    private long perLook;

    @BeforeEach
    void takeOne() throws Exception {
        watched = new StalledConnections(
                () -> pool, "watch-" + UUID.randomUUID(), Duration.ofSeconds(30), () -> nanos.addAndGet(perLook));
        connection = DriverManager.getConnection(url, username, password);
        watched.onConnectionCreate(connection);
        watched.onConnectionAcquire(connection);
        Thread.sleep(IN_THE_DATABASE.toMillis());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
    }

    @Test
    void one_on_which_the_database_does_not_work_is_ended() throws SQLException {
        pass(LONG_AGO);

        watched.end();

        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void one_is_not_ended_for_the_time_in_which_this_process_stood_still() throws SQLException {
        pass(LONG_AGO);
        watched.goOn();

        watched.end();
        assertThat(connection.isClosed()).isFalse();

        pass(LONG_AGO);
        watched.end();
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void one_is_not_ended_by_an_answer_that_came_late() throws SQLException {
        pass(LONG_AGO);
        perLook = Duration.ofMillis(1500).toNanos();

        watched.end();
        assertThat(connection.isClosed()).isFalse();

        perLook = 0;
        watched.end();
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void one_that_was_given_back_is_left_alone() throws SQLException {
        pass(LONG_AGO);
        watched.onConnectionReturn(connection);

        watched.end();

        assertThat(connection.isClosed()).isFalse();
    }
}
