package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.platform.OwnDatabase;
import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Load;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The database refuses rows: a trigger of the test's raises what a full disk or a broken row would. */
@Timeout(120)
class RowFaultIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("row-fault-it");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int OUTAGE_MS = 2_000;

    private static OwnDatabase database;
    private static PackagedService service;

    @BeforeAll
    static void begin() throws Exception {
        database = OwnDatabase.start("row-fault");
        service = PackagedService.start(DIRECTORY, database.settings(database.port()));
    }

    @AfterAll
    static void cleanUp() throws Exception {
        if (service != null) {
            service.cleanUp();
        }
        database.close();
    }

    @AfterEach
    void heal() throws Exception {
        database.execute("drop trigger if exists fault on log_entry");
    }

    /** @param guilty a condition on the row, in SQL */
    private static void fail(String guilty, String sqlState) throws Exception {
        database.execute("""
                create or replace function fault() returns trigger language plpgsql as $$
                begin
                    raise exception 'secret of the database' using errcode = '%s';
                end $$
                """.formatted(sqlState));
        database.execute(
                "create trigger fault before insert on log_entry for each row when (%s) execute function fault()"
                        .formatted(guilty));
    }

    private static HttpResponse<String> send(UUID run, String message) {
        var request = HttpRequest.newBuilder(service.at("/ingest/v1/runs/" + run + "/logs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\": \"" + message + "\"}"))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
    }

    @Test
    void a_full_disk_is_answered_503_and_loses_nothing() throws Exception {
        try (var load = new Load(12)) {
            load.persist(service);
            fail("true", "53100");
            Thread.sleep(OUTAGE_MS);
            var refused = send(UUID.randomUUID(), "x");
            database.execute("drop trigger fault on log_entry");
            var recovery = load.recovery();
            load.end();

            load.assertKept(service);
            System.out.println("Disk full: recovered in " + recovery.toMillis() + " ms; " + load.summary());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).doesNotContain("secret");
            assertThat(recovery).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void only_the_request_whose_rows_are_refused_fails() throws Exception {
        var run = UUID.randomUUID();
        fail("new.message = 'guilty'", "22000");
        try (var load = new Load(12)) {
            load.persist(service);
            var answers = AtOnce.run(8, i -> send(run, i == 3 ? "guilty" : "neighbour"));
            load.end();

            load.assertKept(service);
            System.out.println("One guilty row: " + load.summary());
            assertThat(answers.get(3).statusCode()).isEqualTo(500);
            assertThat(answers.get(3).body()).doesNotContain("secret", "guilty");
            answers.remove(3);
            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
            assertThat(load.refusals()).isZero();
        }
    }

    /** One that fails alike again and again delays its neighbours, but never fails them. */
    @Test
    void a_row_that_runs_into_a_lock_or_the_like_fails_alone() throws Exception {
        var run = UUID.randomUUID();
        fail("new.message = 'guilty'", "40001");
        try (var load = new Load(12)) {
            load.persist(service);
            var guilty = send(run, "guilty");
            load.end();

            load.assertKept(service);
            assertThat(guilty.statusCode()).isEqualTo(503);
            assertThat(guilty.headers().firstValue("Retry-After")).isPresent();
            assertThat(load.refusals()).isZero();
        }
    }
}
