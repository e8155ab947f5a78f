package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.AtOnce;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeasesTest {
    private static final int INSTANCES = 6;

    private final String name = "lease-" + UUID.randomUUID();

    @Inject
    AgroalDataSource database;

    private Leases one;
    private Leases other;

    @BeforeEach
    void startInstances() {
        one = new Leases(database);
        other = new Leases(database);
    }

    @Test
    void of_instances_that_race_one_gets_it() throws Exception {
        var instances =
                Stream.generate(() -> new Leases(database)).limit(INSTANCES).toList();

        for (int round = 0; round < 20; round++) {
            var lease = name + round;
            assertThat(AtOnce.run(INSTANCES, i -> takes(instances.get(i), lease)))
                    .containsOnlyOnce(true);

            runOut(lease);
            assertThat(AtOnce.run(INSTANCES, i -> takes(instances.get(i), lease)))
                    .containsOnlyOnce(true);
        }
    }

    @Test
    void its_holder_renews_it_and_nobody_else_gets_it() throws SQLException {
        assertThat(one.take(name)).isTrue();
        assertThat(other.take(name)).isFalse();
        assertThat(one.take(name)).isTrue();
        assertThat(other.take(name)).isFalse();
    }

    @Test
    void one_that_ran_out_goes_to_whoever_asks_and_its_holder_has_lost_it() throws SQLException {
        one.take(name);
        runOut(name);

        assertThat(other.take(name)).isTrue();
        assertThat(one.take(name)).isFalse();
        one.release(name);
        assertThat(one.take(name)).isFalse();
    }

    @Test
    void one_that_was_released_is_free_at_once() throws SQLException {
        one.take(name);
        one.release(name);

        assertThat(other.take(name)).isTrue();
    }

    @Test
    void an_instance_that_stops_gives_back_what_it_holds_and_takes_nothing_more() throws SQLException {
        one.take(name);
        one.stop(new ShutdownEvent());

        assertThat(one.take(name)).isFalse();
        assertThat(other.take(name)).isTrue();
    }

    private static boolean takes(Leases instance, String lease) {
        try {
            return instance.take(lease);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** As if its holder had not renewed it for its span. */
    private void runOut(String lease) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update lease set until = now() where name = ?")) {
            update.setString(1, lease);
            update.executeUpdate();
        }
    }
}
