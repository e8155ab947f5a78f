package dev.runlog.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.Api;
import dev.runlog.testing.DaysPass;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.OutputOf;
import dev.runlog.testing.OwnSession;
import dev.runlog.testing.Sending;
import dev.runlog.testing.TestClock;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DaysPass.class)
class PartitionsBehindTest {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Inject
    TestClock clock;

    @Inject
    PartitionsAhead ahead;

    @Inject
    PartitionsBehind behind;

    @Inject
    Retention retention;

    @Inject
    AgroalDataSource database;

    @Inject
    OwnSession session;

    @Inject
    MeterRegistry meters;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    private LocalDate day;
    private GivenRun run;

    @BeforeEach
    void aRunThatLeavesSomethingOfEverything() {
        clock.advance(Duration.ofDays(200));
        day = LocalDate.now(clock);
        run = Given.aRun().says("error", "Feed rejected").calls("GET", "/files/1", 404);
        new OutputOf(run.processId()).wrote("stdout", "reading\n").wrote("stderr", "oops\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logs", "/failures", "/output", "/output/stdout", "/output/stderr?tail=1", "/timeline"})
    void what_a_run_left_is_shown_for_thirty_days_after_its_day(String below) throws SQLException {
        clock.set(endOfDay().plus(KEPT).minus(MOMENT));
        behind.drop();
        run.get(below).statusCode(200);
        run.get("").statusCode(200).body("logsExpired", is(false));

        clock.advance(MOMENT);
        behind.drop();
        run.get(below).statusCode(410).body("code", is("logs-expired"));
        run.get("").statusCode(200).body("logsExpired", is(true)).body("logs.total", is(2));
        assertThat(partitionsOfTheDay()).isNotEmpty();

        clock.advance(Duration.ofHours(1));
        behind.drop();
        run.get(below).statusCode(410).body("code", is("logs-expired"));
        run.get("").statusCode(200).body("logsExpired", is(true)).body("logs.total", is(2));
        assertThat(partitionsOfTheDay()).isEmpty();
    }

    @Test
    void a_run_is_diagnosed_and_compared_by_what_is_left_of_it() {
        run.ends(1);
        expire();
        behind.drop();

        run.get("/diagnosis").statusCode(200).body("verdict", is("container-api-failure"));
        run.get("/comparison").statusCode(404).body("code", is("no-earlier-success"));
    }

    @Test
    void counts_go_with_what_they_count() {
        var counted = "?connector=" + run.connector() + "&from=60d";
        Api.get("/api/v1/error-groups" + counted).body("items.count", is(List.of(1, 1)));

        expire();
        behind.drop();

        Api.get("/api/v1/error-groups" + counted).body("items", empty());
        Api.get("/api/v1/logs/histogram" + counted + "&interval=60d").body("buckets.total", everyItem(is(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/logs", "/api/v1/failures"})
    void lists_across_runs_go_on_without_what_has_expired(String list) {
        var newer = laterRun();
        var address = list + "?connector=" + run.connector() + "," + newer.connector();
        Api.get(address)
                .statusCode(200)
                .body("items.processId", hasItem(run.processId().toString()));

        expire();
        behind.drop();

        Api.get(address)
                .statusCode(200)
                .body("items.processId", is(List.of(newer.processId().toString())));
    }

    /** A run that began on the next day and failed at something. */
    private GivenRun laterRun() {
        clock.advance(Duration.ofDays(1));
        return Given.aRun().calls("GET", "/files/2", 404);
    }

    @Test
    void a_run_that_goes_on_for_a_month_can_say_nothing_more_but_how_it_ended() {
        expire();
        for (var when : List.of("before the drop", "after it")) {
            say(when).statusCode(410).body("code", is("logs-expired"));
            Sending.post("/ingest/v1/runs/" + run.processId() + "/failures", """
                            {"method": "GET", "requestUri": "/", "responseCode": 500}
                            """)
                    .statusCode(410)
                    .body("code", is("logs-expired"));
            new OutputOf(run.processId())
                    .write(given(), "stdout", new byte[] {'x'})
                    .then()
                    .statusCode(410)
                    .body("code", is("logs-expired"));
            Sending.post("/container-api/" + run.processId() + "/logs/info", "{\"message\": \"x\"}")
                    .statusCode(410)
                    .body("message", containsString("past their retention"));
            Sending.post("/otlp/v1/logs", """
                            {"resourceLogs": [{"resource": {"attributes": [{"key": "runlog.process_id", "value":
                             {"stringValue": "%s"}}]}, "scopeLogs": [{"logRecords": [{"body": {"stringValue": "x"}}]}]}]}
                            """.formatted(run.processId()))
                    .statusCode(410)
                    .body("code", is("logs-expired"));
            behind.drop();
        }

        Sending.json("{\"exitCode\": 0}")
                .header("Idempotency-Key", "end")
                .post("/ingest/v1/runs/" + run.processId() + "/finish")
                .then()
                .statusCode(200)
                .body("status", is("succeeded"))
                .body("logs.total", is(2));
        run.registers();
    }

    @Test
    void a_write_of_an_expired_run_spoils_no_other_write() {
        expire();
        behind.drop();
        var writes = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 20; i++) {
            var id = i % 2 == 0 ? run.processId() : Given.anUnknownRun().processId();
            writes.add(CompletableFuture.supplyAsync(() -> Sending.json("{\"message\": \"x\"}")
                    .post("/ingest/v1/runs/" + id + "/logs")
                    .statusCode()));
        }

        assertThat(writes.stream().map(CompletableFuture::join))
                .containsOnly(410, 201)
                .filteredOn(code -> code == 201)
                .hasSize(10);
    }

    @Test
    void a_table_in_use_is_not_waited_for_by_anybody_and_dropped_the_next_time() throws Exception {
        behind.drop();
        expire();
        var failures = failures();
        try (var reader = session.transaction("select 1 from log_entry limit 1")) {
            var dropping = CompletableFuture.runAsync(behind::drop);
            var slowest = slowestWriteUntil(dropping);

            assertThat(slowest).isLessThan(Duration.ofMillis(1500));
            assertThat(partitionsOfTheDay()).containsExactly(new PartitionDay(day).nameFor("log_entry"));
            assertThat(failures()).isEqualTo(failures + 1);
            reader.rollback();
        }
        behind.drop();

        assertThat(partitionsOfTheDay()).isEmpty();
        assertThat(failures()).isEqualTo(failures + 1);
    }

    private static Duration slowestWriteUntil(CompletableFuture<Void> end) {
        var slowest = Duration.ZERO;
        while (!end.isDone()) {
            var began = System.nanoTime();
            Given.anUnknownRun().says("info", "meanwhile");
            var took = Duration.ofNanos(System.nanoTime() - began);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        return slowest;
    }

    @Test
    void a_drop_that_was_cut_short_is_finished_the_next_time() throws SQLException {
        expire();
        var partition = new PartitionDay(day).nameFor("output_chunk");
        execute("alter table output_chunk detach partition " + partition);

        behind.drop();

        assertThat(partitionsOfTheDay()).isEmpty();
    }

    @Test
    void what_was_dropped_under_a_shorter_retention_is_expired_too() throws SQLException {
        behind.drop();
        clock.advance(Duration.ofDays(5));
        ahead.keepAhead();
        for (var partition : partitionsOfTheDay()) {
            execute("drop table " + partition);
        }
        say("not known here yet").statusCode(503);
        retention.look();

        run.get("").body("logsExpired", is(true));
        run.get("/logs").statusCode(410);
        say("too late").statusCode(410);
    }

    private ValidatableResponse say(String message) {
        return Sending.post("/ingest/v1/runs/" + run.processId() + "/logs", "{\"message\": \"%s\"}".formatted(message));
    }

    @Test
    void metrics_say_what_was_dropped_and_when_and_what_is_left() {
        ahead.keepAhead();
        expire();
        var before = dropped();
        behind.drop();

        assertThat(dropped()).isGreaterThanOrEqualTo(before + 3);
        assertThat(meters.get("runlog.retention.oldest.day").gauge().value())
                .isEqualTo(endOfDay().getEpochSecond());
        assertThat(meters.get("runlog.job.last.success")
                        .tag("job", "drop-partitions")
                        .gauge()
                        .value())
                .isEqualTo(clock.instant().getEpochSecond(), within(1.0));
        given().port(managementPort)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("runlog_retention_partitions_dropped_total"))
                .body(containsString("runlog_retention_runs_deleted_total"))
                .body(containsString("runlog_retention_oldest_day_seconds"))
                .body(containsString("runlog_job_failures_total{job=\"drop-partitions\"}"));
    }

    private Instant endOfDay() {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The run's day has passed its retention, and what is past may be dropped. */
    private void expire() {
        clock.set(endOfDay().plus(KEPT).plus(Duration.ofHours(1)));
    }

    private double dropped() {
        return meters.get("runlog.retention.partitions.dropped").counter().count();
    }

    private double failures() {
        return meters.get("runlog.job.failures")
                .tag("job", "drop-partitions")
                .counter()
                .count();
    }

    private List<String> partitionsOfTheDay() throws SQLException {
        var question = "select relname from pg_class where relkind = 'r' and relname ~ ? order by relname";
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(question)) {
            statement.setString(1, new PartitionDay(day).nameFor(".*") + "$");
            try (var row = statement.executeQuery()) {
                var names = new ArrayList<String>();
                while (row.next()) {
                    names.add(row.getString(1));
                }
                return names;
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
