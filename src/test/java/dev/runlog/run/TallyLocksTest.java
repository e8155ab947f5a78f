package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.run.RunTallies.Advance;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TallyLocksTest {
    @Inject
    AgroalDataSource database;

    /** Otherwise two transactions over the same runs could wait for each other in a circle. */
    @Test
    void tallies_are_looked_up_one_after_the_other_as_they_were_named() throws SQLException {
        for (int runs : new int[] {1, 100, 10_000}) {
            var advances = LongStream.range(0, runs)
                    .mapToObj(id -> new Advance(id, new int[8], 0, null, null, new LoggedTimes()))
                    .toList();

            assertThat(plan(advances))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("Update on run_tally"),
                            line -> assertThat(line).contains("Nested Loop"),
                            line -> assertThat(line).contains("Subquery Scan on added"),
                            line -> assertThat(line).contains("ProjectSet"),
                            line -> assertThat(line).contains("Result"),
                            line -> assertThat(line).contains("Index Scan using run_tally_pkey"),
                            line -> assertThat(line).contains("Index Cond"));
        }
    }

    private List<String> plan(List<Advance> advances) throws SQLException {
        try (var connection = database.getConnection();
                var explain = connection.prepareStatement("explain " + RunTallies.ADVANCE)) {
            RunTallies.set(explain, advances, Instant.EPOCH);
            try (var line = explain.executeQuery()) {
                var lines = new ArrayList<String>();
                while (line.next()) {
                    lines.add(line.getString(1));
                }
                return lines;
            }
        }
    }
}
