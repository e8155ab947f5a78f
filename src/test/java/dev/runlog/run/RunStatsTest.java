package dev.runlog.run;

import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RunStatsTest {
    private static final Instant HOUR =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));

    private static String stats(GivenRun run, String more) {
        return "/api/v1/stats/runs?connector=" + run.connector() + "&interval=1h&from=" + HOUR + "&to="
                + HOUR.plus(Duration.ofHours(2)) + more;
    }

    private static GivenRun started(String connector, int minute) {
        return Given.anUnknownRun().of(connector).startedAt(HOUR.plusSeconds(60L * minute));
    }

    private static GivenRun someRuns() {
        var connector = Given.aConnector();
        for (int seconds : new int[] {10, 20, 30}) {
            var run = started(connector, 1).registers();
            run.ends(seconds == 30 ? 1 : 0, run.startedAt().plusSeconds(seconds));
        }
        started(connector, 2).deadlineAt(HOUR.plusSeconds(600)).registers();
        return started(connector, 70)
                .deadlineAt(Instant.now().plusSeconds(3_600))
                .registers();
    }

    @Test
    void runs_are_counted_by_when_they_started_and_how_they_ended() {
        Api.get(stats(someRuns(), ""))
                .statusCode(200)
                .body("interval", is("1h"))
                .body("groups", hasSize(1))
                .body("groups[0].key", nullValue())
                .body("groups[0].buckets.total", contains(4, 1))
                .body("groups[0].buckets.succeeded", contains(2, 0))
                .body("groups[0].buckets.failed", contains(1, 0))
                .body("groups[0].buckets.lost", contains(1, 0))
                .body("groups[0].buckets.running", contains(0, 1))
                .body("groups[0].buckets[0].successRate", is(0.5f))
                .body("groups[0].buckets[1].successRate", nullValue())
                .body("groups[0].buckets[0].durationMs.p50", is(20_000))
                .body("groups[0].buckets[0].durationMs.p99", is(30_000))
                .body("groups[0].buckets[1].durationMs.p50", nullValue());
    }

    @Test
    void groups_have_a_key_and_every_interval() {
        var run = someRuns();

        Api.get(stats(run, "&groupBy=status"))
                .body("groups.key", contains("succeeded", "failed", "lost", "running"))
                .body("groups[0].buckets.total", contains(2, 0));
        Api.get(stats(run, "&groupBy=connector")).body("groups.key", is(List.of(run.connector())));
        Api.get(stats(run, "&groupBy=site")).body("groups", hasSize(5));
        Api.get(stats(run, "&groupBy=version&status=failed")).body("groups", hasSize(1));
    }

    @Test
    void groups_beyond_a_hundred_are_counted() {
        var connector = Given.aConnector();
        var run = started(connector, 1).registers();
        for (int i = 0; i < 102; i++) {
            started(connector, 1).registers();
        }

        Api.get(stats(run, "&groupBy=site")).body("groups", hasSize(100)).body("groupsLeftOut", is(3));
        Api.get(stats(run, "&groupBy=status")).body("groupsLeftOut", is(0));
    }

    @Test
    void where_there_are_no_runs_there_is_one_group_of_nothing_or_none() {
        var run = Given.anUnknownRun();

        Api.get(stats(run, "")).body("groups[0].buckets.total", contains(0, 0));
        Api.get(stats(run, "&groupBy=site")).body("groups", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"groupBy=colour", "interval=1s&from=1d", "from=1h&to=2h", "limit=1", "groupBy=site,version"})
    void what_cannot_be_counted_is_refused(String asked) {
        Api.get("/api/v1/stats/runs?" + asked).statusCode(400);
    }

    @Test
    void a_success_rate_is_a_share() {
        var connector = Given.aConnector();
        for (int i = 0; i < 3; i++) {
            started(connector, 1).registers().ends(i == 0 ? 1 : 0, HOUR.plusSeconds(100));
        }

        Api.get(stats(Given.anUnknownRun().of(connector), ""))
                .body("groups[0].buckets[0].successRate.toDouble()", closeTo(2.0 / 3, 0.001));
    }
}
