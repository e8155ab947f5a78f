package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PartitionsTest {
    private static final LocalDate FAR = LocalDate.of(2040, 1, 1);

    @Inject
    AgroalDataSource database;

    @Test
    void a_day_is_there_once_it_was_asked_for() throws SQLException {
        var day = FAR.plusDays(1);
        var partitions = instance();
        assertThat(has(partitions, day)).isFalse();

        partitions.ensure(day);
        partitions.ensure(day);

        assertThat(has(partitions, day)).isTrue();
        assertThat(has(partitions, day.plusDays(1))).isFalse();
    }

    @Test
    void instances_that_race_for_a_day_all_get_it() throws Exception {
        var day = FAR.plusDays(3);
        var instances = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 6; i++) {
            var partitions = instance();
            instances.add(() -> {
                partitions.ensure(day);
                return null;
            });
        }
        var threads = Executors.newFixedThreadPool(instances.size());
        try {
            for (var end : threads.invokeAll(instances)) {
                end.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(has(instance(), day)).isTrue();
    }

    @Test
    void a_day_is_made_while_the_tables_are_written_to() throws SQLException {
        var day = FAR.plusDays(5);
        var partitions = instance();
        partitions.ensure(day);
        var id = new PartitionDay(day).from();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (var sql : List.of(
                    "insert into idempotency_key values (" + id
                            + ", gen_random_uuid(), gen_random_uuid(), '2040-01-06', 201, '')",
                    "select count(*) from idempotency_key")) {
                connection.createStatement().execute(sql);
            }

            partitions.ensure(day.plusDays(1));

            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(has(partitions, day.plusDays(1))).isTrue();
    }

    @Test
    void a_day_before_all_others_is_the_oldest_as_soon_as_it_is_made() throws SQLException {
        var partitions = instance();
        partitions.look();
        var before = TimeOrderedId.dayOf(partitions.oldest()).minusDays(1);

        partitions.ensure(before);

        assertThat(partitions.oldest()).isEqualTo(new PartitionDay(before).from());
        partitions.look();
        assertThat(partitions.oldest()).isEqualTo(new PartitionDay(before).from());
    }

    private Partitions instance() {
        return new Partitions(database, new OldPartitions(database));
    }

    private static boolean has(Partitions partitions, LocalDate day) throws SQLException {
        return partitions.hasDay(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
    }
}
