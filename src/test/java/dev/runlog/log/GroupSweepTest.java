package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GroupSweepTest {
    private static final int MORE_THAN_A_BATCH = 1_200;

    @Inject
    GroupSweep groups;

    @Inject
    AgroalDataSource database;

    @Test
    void groups_go_when_nothing_is_counted_of_them_any_more() throws SQLException {
        long first = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE - MORE_THAN_A_BATCH);
        add(first);
        var run = Given.aRun().says("error", "Feed rejected by the sweep's test");
        var kept = Fingerprint.ofHex(run.get("/logs").extract().path("items[0].fingerprint"))
                .orElseThrow();
        Api.get("/api/v1/error-groups?connector=" + run.connector()).statusCode(200);

        groups.sweep();

        assertThat(count("error_group", first, first + MORE_THAN_A_BATCH)).isZero();
        assertThat(count("error_place", first, first + MORE_THAN_A_BATCH)).isZero();
        assertThat(count("error_group", kept, kept)).isEqualTo(1);
        assertThat(count("error_place", kept, kept)).isEqualTo(2);
    }

    private void add(long first) throws SQLException {
        var last = first + MORE_THAN_A_BATCH - 1;
        execute("insert into error_group (fingerprint, level, source, title)"
                + " select i, 3, 0, 'Gone' from generate_series(%d::bigint, %d) as i".formatted(first, last));
        execute("insert into error_place (fingerprint, connector_id, kind, value)"
                + " select i, 1, 1, '1.0' from generate_series(%d::bigint, %d) as i".formatted(first, last));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String table, long first, long last) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from %s where fingerprint between %d and %d".formatted(table, first, last))) {
            row.next();
            return row.getInt(1);
        }
    }
}
