package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.TestClock;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final String name = "job-" + UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestClock clock = new TestClock();
    private final ArrayList<String> done = new ArrayList<>();

    @Inject
    AgroalDataSource database;

    private Job one;
    private Job other;

    @BeforeEach
    void startInstances() {
        clock.set(NOON);
        one = new Jobs(new Leases(database), meters, clock).named(name);
        other = new Jobs(new Leases(database), new SimpleMeterRegistry(), clock).named(name);
    }

    @Test
    void while_one_instance_is_at_it_no_other_begins() {
        one.run(lease -> {
            other.run(second -> done.add("by the other meanwhile"));
            done.add("by one");
        });
        other.run(lease -> done.add("by the other later"));

        assertThat(done).containsExactly("by one", "by the other later");
    }

    @Test
    void an_instance_that_has_lost_the_lease_is_told_at_its_next_step() {
        one.run(lease -> {
            assertThat(lease.holds()).isTrue();
            giveTo("another");
            done.add(lease.holds() ? "goes on" : "stops");
        });

        assertThat(done).containsExactly("stops");
    }

    @Test
    void what_fails_is_counted_and_the_next_run_goes_on() {
        one.run(lease -> {
            throw new SQLException("a lock was not to be had", "55P03");
        });
        one.run(lease -> {
            throw new IllegalStateException("a mistake of ours");
        });
        assertThat(lastSuccess()).isNaN();
        one.run(lease -> done.add("done"));

        assertThat(done).containsExactly("done");
        assertThat(meters.get("runlog.job.failures").tag("job", name).counter().count())
                .isEqualTo(2);
        assertThat(lastSuccess()).isEqualTo(NOON.getEpochSecond());
    }

    private double lastSuccess() {
        return meters.get("runlog.job.last.success").tag("job", name).gauge().value();
    }

    private void giveTo(String holder) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update lease set holder = ? where name = ?")) {
            update.setString(1, holder);
            update.setString(2, name);
            update.executeUpdate();
        }
    }
}
