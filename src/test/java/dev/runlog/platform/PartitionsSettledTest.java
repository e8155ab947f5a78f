package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.DaysPass;
import dev.runlog.testing.TestClock;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DaysPass.class)
class PartitionsSettledTest {
    private static final Duration SETTLED = Duration.ofHours(12);
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Inject
    TestClock clock;

    @Inject
    PartitionsAhead ahead;

    @Inject
    PartitionsSettled settled;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry meters;

    private PartitionDay day;
    private String partition;

    @BeforeEach
    void aDayOfRunsThatLogInTurns() throws SQLException {
        clock.advance(Duration.ofDays(200));
        ahead.keepAhead();
        day = new PartitionDay(LocalDate.now(clock));
        partition = day.nameFor("log_entry");
        execute("""
                insert into log_entry (run_id, seq, connector_id, logged_at, received_at, level, source, cut, message)
                select %d + i %% 997, i / 997, i %% 997, now() + i * interval '1 ms', now(), 6, 0, 0, 'one of many'
                from generate_series(1, 40000) as i
                """.formatted(day.from()));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long asked(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long bytes() throws SQLException {
        return asked("select pg_indexes_size('" + partition + "')");
    }

    private List<Long> files() throws SQLException {
        return List.of(asked("select pg_relation_filenode('" + partition + "_pkey')"), bytes());
    }

    private void pass(Duration sinceItsEnd) {
        clock.set(day.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(sinceItsEnd));
    }

    @Test
    void the_indexes_of_a_day_are_built_anew_once_when_it_has_been_over_for_half_a_day() throws SQLException {
        var before = files();
        pass(SETTLED.minus(MOMENT));
        settled.rebuild();
        assertThat(files()).isEqualTo(before);

        pass(SETTLED);
        settled.rebuild();
        var after = files();
        assertThat(after.get(1)).isLessThan(before.get(1) * 4 / 5);
        assertThat(asked("select count(*) from log_entry where run_id = " + (day.from() + 7)))
                .isEqualTo(41);

        clock.advance(Duration.ofHours(1));
        settled.rebuild();
        assertThat(files()).isEqualTo(after);
    }

    @Test
    void one_that_cannot_be_built_keeps_no_others() throws SQLException {
        breakOne();
        var before = files();
        var failures = failures();
        pass(SETTLED);
        settled.rebuild();
        assertThat(files().get(0)).isNotEqualTo(before.get(0));
        assertThat(failures()).isEqualTo(failures + 1);

        execute("drop index \"Broken on " + partition + "\"");
        clock.advance(Duration.ofHours(1));
        settled.rebuild();
        assertThat(failures()).isEqualTo(failures + 1);
    }

    /** By now it means something that fails. */
    private void breakOne() throws SQLException {
        var meaning =
                "create or replace function broken(seq integer) returns integer immutable language sql as 'select %s'";
        execute(meaning.formatted("seq"));
        execute("create index \"Broken on " + partition + "\" on " + partition + " (broken(seq), run_id)");
        execute(meaning.formatted("seq / 0"));
    }

    private double failures() {
        return meters.get("runlog.job.failures")
                .tag("job", "rebuild-indexes")
                .counter()
                .count();
    }

    @Test
    void what_a_rebuild_that_was_cut_short_left_behind_goes() throws SQLException {
        execute("create index left_ccnew on " + partition + " (run_id)");
        execute("update pg_index set indisvalid = false where indexrelid = 'left_ccnew'::regclass");
        pass(SETTLED);

        settled.rebuild();

        assertThat(asked("select count(*) from pg_class where relname like '%ccnew%'"))
                .isZero();
        assertThat(asked("""
                select count(*)
                from pg_index
                where indrelid = '%s'::regclass
                  and not indisvalid
                """.formatted(partition))).isZero();
    }
}
