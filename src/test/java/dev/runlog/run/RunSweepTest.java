package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.runlog.platform.TimeOrderedId;
import dev.runlog.testing.Api;
import dev.runlog.testing.DaysPass;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.Stored;
import dev.runlog.testing.TestClock;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DaysPass.class)
class RunSweepTest {
    private static final Duration KEPT = Duration.ofDays(90);

    @Inject
    TestClock clock;

    @Inject
    RunSweep sweep;

    @Inject
    Stored stored;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry meters;

    private Instant endOfDay;
    private GivenRun run;

    @BeforeEach
    void aRunThatEnded() {
        clock.advance(Duration.ofDays(200));
        endOfDay = clock.instant()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
        run = Given.aRun().says("info", "Reading").ends(0);
    }

    @Test
    void a_run_is_known_for_ninety_days_after_its_day_and_then_forgotten() {
        clock.set(endOfDay.plus(KEPT).minusMillis(1));
        sweep.sweep();
        run.get("").statusCode(200);

        expire();
        sweep.sweep();

        run.get("").statusCode(404);
        run.get("/logs").statusCode(404);
        run.get("/output").statusCode(404);
        Api.get("/api/v1/runs?connector=" + run.connector()).statusCode(200).body("items", hasSize(0));
        assertThat(stored.knows(run.processId())).isFalse();
        assertThat(oldTallies()).isZero();
    }

    @Test
    void a_run_of_the_next_day_stays() {
        clock.set(endOfDay);
        var newer = Given.aRun();
        expire();
        sweep.sweep();

        run.get("").statusCode(404);
        newer.get("").statusCode(200);
    }

    @Test
    void when_a_connector_ran_last_and_last_ran_well_stays_known() {
        expire();
        sweep.sweep();

        Api.get("/api/v1/connectors/" + run.connector())
                .statusCode(200)
                .body("lastRun.processId", is(run.processId().toString()))
                .body("lastSuccess.processId", is(run.processId().toString()))
                .body("versions", is(List.of(run.version())));
    }

    @Test
    void a_process_id_that_comes_back_is_another_run() {
        expire();
        sweep.sweep();

        run.says("info", "again").get("").body("status", is("running")).body("logs.total", is(1));
        run.get("/logs").body("items.message", is(List.of("again")));
        run.ends(1).get("").body("status", is("failed"));
    }

    @Test
    void any_number_of_runs_is_deleted_and_counted() throws SQLException {
        addRuns(1_200);
        expire();
        var before = deleted();
        sweep.sweep();

        assertThat(deleted()).isGreaterThanOrEqualTo(before + 1_201);
        assertThat(oldTallies()).isZero();
    }

    private void expire() {
        clock.set(endOfDay.plus(KEPT).plus(Duration.ofHours(1)));
    }

    private double deleted() {
        return meters.get("runlog.retention.runs.deleted").counter().count();
    }

    /** Runs of the day, one a millisecond from its noon on. */
    private void addRuns(int count) throws SQLException {
        var first = TimeOrderedId.lowerBound(endOfDay.minus(Duration.ofHours(12)));
        var step = TimeOrderedId.lowerBound(endOfDay.plusMillis(1)) - TimeOrderedId.lowerBound(endOfDay);
        var ids = " from generate_series(" + first + ", " + (first + (count - 1) * step) + ", " + step + ") as id";
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into run_tally (run_id, last_activity_at) select id, now()" + ids);
            statement.execute("insert into run_key (process_id, run_id) select gen_random_uuid(), id" + ids);
            statement.execute("""
                    insert into run (run_id, process_id, status, first_at, started_at, started_given, started_since,
                                     deadline_at, deadline_given)
                    select k.run_id, k.process_id, 'running', now(), now(), false, now(), now(), false
                    from run_key k
                    where k.run_id between %d and %d
                    and not exists (select from run r where r.run_id = k.run_id)
                    """.formatted(first, first + (count - 1) * step));
        }
    }

    private int oldTallies() {
        var question =
                "select (select count(*) from run_tally where run_id < ?) + (select count(*) from run_key where run_id < ?)";
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(question)) {
            statement.setLong(1, TimeOrderedId.lowerBound(endOfDay));
            statement.setLong(2, TimeOrderedId.lowerBound(endOfDay));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
