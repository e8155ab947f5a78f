package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PartitionsAheadTest {
    @Inject
    PartitionsAhead ahead;

    @Inject
    AgroalDataSource database;

    @Inject
    Clock clock;

    @Test
    void a_table_that_was_added_has_the_days_before_too_after_a_start() throws SQLException {
        var earlier = clock.instant().minus(Duration.ofDays(20));
        var partitions = new Partitions(database, new OldPartitions(database));
        var day = new PartitionDay(LocalDate.ofInstant(earlier, ZoneOffset.UTC));
        partitions.ensure(day.day());
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop table " + day.nameFor("output_chunk"));
        }
        assertThat(partitions.hasDay(earlier)).isFalse();

        ahead.start(new StartupEvent());

        assertThat(partitions.hasDay(earlier)).isTrue();
    }
}
