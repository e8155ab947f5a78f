package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.Rows;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run's tally knows when its oldest and its newest entry were logged, and how far from their order its entries stand. */
@QuarkusTest
class LoggedTimesTest {
    private static final Instant START = Instant.now().minusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);

    @Inject
    AgroalDataSource database;

    /** Writes, each of entries that were logged so many seconds behind the start. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            5,             5, 5,  0
            1 2 2 9,       1, 9,  0
            1 / 2 3 / 4,   1, 4,  0
            3 1 2,         1, 3,  2
            1 2 9 / 8 10,  1, 10, 1
            1 2 9 / 10 8,  1, 10, 2
            1 9 / 10 / 4,  1, 10, 6
            9 1 / 10 11,   1, 11, 8
            9 / 5 / 1 / 6, 1, 9,  8
            """)
    void its_times_and_their_disorder_are_kept_write_by_write(String writes, int oldest, int newest, int disorder)
            throws SQLException {
        var run = Given.aRun();
        for (var write : writes.split(" / ")) {
            logs(run, write);
        }

        assertThat(kept(run)).containsExactly(micros(oldest), micros(newest), disorder * 1_000_000L);
    }

    @Test
    void a_run_without_entries_has_no_times() throws SQLException {
        assertThat(kept(Given.aRun())).containsOnlyNulls();
    }

    @Test
    void times_are_not_known_of_a_run_that_has_an_entry_for_which_they_were_not_kept() throws SQLException {
        var run = Given.aRun();
        logs(run, "1 2");
        assertThat(isKnown(run)).isTrue();
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("""
                        update run_tally set last_seq = last_seq + 1
                        where run_id = (select run_id from run_key where process_id = ?)
                        """)) {
            update.setObject(1, run.processId());
            update.executeUpdate();
        }

        logs(run, "3");

        assertThat(isKnown(run)).isFalse();
    }

    private boolean isKnown(GivenRun run) throws SQLException {
        try (var connection = database.getConnection();
                var question = connection.prepareStatement("select run_id from run_key where process_id = ?")) {
            question.setObject(1, run.processId());
            try (var row = question.executeQuery()) {
                row.next();
                return RunsOf.named(Rows.of(database), List.of(row.getLong(1)))
                        .get(0)
                        .isKnown();
            }
        }
    }

    private static void logs(GivenRun run, String seconds) {
        run.logs(Arrays.stream(seconds.split(" "))
                .map(second -> "{\"message\": \"x\", \"timestamp\": \"%s\"}"
                        .formatted(START.plusSeconds(Long.parseLong(second))))
                .collect(Collectors.joining(",", "[", "]")));
    }

    private static long micros(int second) {
        return START.plusSeconds(second).getEpochSecond() * 1_000_000;
    }

    private List<Long> kept(GivenRun run) throws SQLException {
        try (var connection = database.getConnection();
                var question = connection.prepareStatement("""
                        select oldest_us, newest_us, disorder_us
                        from run_tally
                        where run_id = (select run_id from run_key where process_id = ?)
                        """)) {
            question.setObject(1, run.processId());
            try (var row = question.executeQuery()) {
                row.next();
                return Arrays.asList(
                        row.getObject(1, Long.class), row.getObject(2, Long.class), row.getObject(3, Long.class));
            }
        }
    }
}
