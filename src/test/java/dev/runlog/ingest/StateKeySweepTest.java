package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StateKeySweepTest {
    @Inject
    StateKeySweep keys;

    @Inject
    AgroalDataSource database;

    private final String state = "swept-" + UUID.randomUUID();

    @Test
    void keys_go_after_48_hours_and_not_before() throws SQLException {
        add(2_500, "now() - interval '49 hours'");
        add(3, "now() - interval '47 hours'");

        keys.sweep();

        assertThat(left()).isEqualTo(3);
    }

    private void add(int count, String createdAt) throws SQLException {
        var adding = """
                insert into state_idempotency_key (state_id, key_hash, body_hash, created_at, status, answer)
                select ?, gen_random_uuid(), gen_random_uuid(), %s, 200, '{}'
                from generate_series(1, ?)
                """.formatted(createdAt);
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(adding)) {
            insert.setString(1, state);
            insert.setInt(2, count);
            insert.executeUpdate();
        }
    }

    private int left() throws SQLException {
        try (var connection = database.getConnection();
                var count =
                        connection.prepareStatement("select count(*) from state_idempotency_key where state_id = ?")) {
            count.setString(1, state);
            try (var row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
