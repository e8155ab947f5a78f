package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.OwnSession;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a limited credential may send as OTLP, where a request may be of many runs. */
@QuarkusTest
@TestProfile(Guarded.class)
class OtlpSightTest {
    private static final String REGISTRATION = "{\"connector\": \"%s\", \"site\": \"s\", \"version\": \"1\"}";

    @Inject
    OwnSession session;

    private final UUID run = UUID.randomUUID();
    private final String mine = "connector-" + UUID.randomUUID();
    private final String others = "connector-" + UUID.randomUUID();

    private static String attribute(String name, String value) {
        return "{\"key\": \"%s\", \"value\": {\"stringValue\": \"%s\"}}".formatted(name, value);
    }

    private static String resource(UUID run, String... more) {
        var attributes = attribute("runlog.process_id", run.toString());
        for (var attribute : more) {
            attributes += ", " + attribute;
        }
        return "{\"resource\": {\"attributes\": [" + attributes
                + "]}, \"scopeLogs\": [{\"logRecords\": [{\"body\": {\"stringValue\": \"said\"}}]}]}";
    }

    private static String named(UUID run, String connector) {
        return resource(
                run,
                attribute("service.name", connector),
                attribute("runlog.site", "s"),
                attribute("service.version", "1"));
    }

    private static int sent(Client client, String... resources) {
        return client.json("POST", "/otlp/v1/logs", "{\"resourceLogs\": [" + String.join(", ", resources) + "]}")
                .status();
    }

    private static int entries(UUID run) {
        return Client.admin().get("/api/v1/runs/" + run + "/logs").body().split("\"message\":\"said\"", -1).length - 1;
    }

    private static void register(UUID run, String connector) {
        assertThat(Client.admin()
                        .json("PUT", "/ingest/v1/runs/" + run, REGISTRATION.formatted(connector))
                        .status())
                .isIn(200, 201);
    }

    @Test
    void who_has_no_credential_is_told_so_in_protobuf_where_that_was_sent() {
        var unknown = Client.NOBODY.send("POST", "/otlp/v1/logs", "application/x-protobuf", "x");
        var reader = GivenKey.of(Scope.READ_LOGS).client().send("POST", "/otlp/v1/logs", "application/x-protobuf", "x");

        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.header("www-authenticate")).isEqualTo("Bearer realm=\"runlog\"");
        assertThat(unknown.header("content-type")).isEqualTo("application/x-protobuf");
        assertThat(unknown.body()).isEqualTo("\b\u0010\u0012\u0018Send a valid credential.");
        assertThat(reader.status()).isEqualTo(403);
        assertThat(reader.body()).startsWith("\b\u0007\u0012");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/otlp/v1/logs", "/ingest/v1/otlp/v1/logs"})
    void either_address_asks_for_a_credential_that_may_write(String address) {
        var reader = GivenKey.of(Scope.READ_LOGS).client();
        var sent = "{\"resourceLogs\": [" + resource(run) + "]}";

        assertThat(Client.NOBODY.json("POST", address, sent).status()).isEqualTo(401);
        assertThat(reader.json("POST", address, sent).status()).isEqualTo(403);
        assertThat(GivenKey.ofRun(UUID.randomUUID())
                        .client()
                        .json("POST", address, sent)
                        .status())
                .isEqualTo(403);
        assertThat(GivenKey.ofRun(run).client().json("POST", address, sent).status())
                .isEqualTo(200);
        assertThat(entries(run)).isEqualTo(1);
    }

    @Test
    void a_credential_of_one_run_sends_nothing_of_another() {
        var client = GivenKey.ofRun(run).client();
        var other = UUID.randomUUID();

        assertThat(sent(client, named(run, mine))).isEqualTo(200);
        assertThat(sent(client, resource(run), resource(other))).isEqualTo(403);

        assertThat(entries(run)).isEqualTo(1);
        assertThat(Client.admin().get("/api/v1/runs/" + other).status()).isEqualTo(404);
    }

    @Test
    void a_credential_of_connectors_registers_runs_of_these_alone() {
        var client = GivenKey.ofConnectors(mine).client();
        var other = UUID.randomUUID();

        assertThat(sent(client, named(run, mine))).isEqualTo(200);
        assertThat(sent(client, resource(run), named(other, others))).isEqualTo(403);
        assertThat(sent(client, resource(other, attribute("service.name", others))))
                .isEqualTo(403);

        assertThat(entries(run)).isEqualTo(1);
        assertThat(Client.admin().get("/api/v1/runs/" + other).status()).isEqualTo(404);
        assertThat(Client.admin().get("/api/v1/connectors/" + others).status()).isEqualTo(404);
    }

    @Test
    void a_credential_of_connectors_writes_to_no_run_of_another() {
        var client = GivenKey.ofConnectors(mine).client();
        register(run, others);

        assertThat(sent(client, resource(run))).isEqualTo(403);
        assertThat(sent(client, named(run, mine))).isEqualTo(403);
        assertThat(sent(client, named(run, mine))).isEqualTo(403);

        assertThat(entries(run)).isZero();
        assertThat(sent(Client.admin(), named(run, others))).isEqualTo(200);
        assertThat(entries(run)).isEqualTo(1);
    }

    @Test
    void what_another_credential_has_found_out_opens_nothing() {
        register(run, others);
        assertThat(sent(Client.admin(), named(run, mine))).isEqualTo(200); // it contradicts, and that is remembered
        assertThat(sent(Client.admin(), named(run, others))).isEqualTo(200);

        var client = GivenKey.ofConnectors(mine).client();
        assertThat(sent(client, named(run, mine))).isEqualTo(403);
        assertThat(sent(client, named(run, others))).isEqualTo(403);

        assertThat(entries(run)).isEqualTo(2);
    }

    @Test
    void a_run_that_nobody_has_registered_takes_entries_of_anybody() {
        assertThat(sent(GivenKey.ofConnectors(mine).client(), resource(run))).isEqualTo(200);
        assertThat(sent(GivenKey.ofConnectors(others).client(), resource(run))).isEqualTo(200);

        assertThat(entries(run)).isEqualTo(2);
    }

    @Test
    void one_run_that_is_refused_leaves_the_others_stored() {
        var client = GivenKey.ofConnectors(mine).client();
        var other = UUID.randomUUID();
        register(other, others);

        assertThat(sent(client, named(run, mine), resource(other))).isEqualTo(403);

        assertThat(entries(run)).isEqualTo(1);
        assertThat(entries(other)).isZero();
    }

    @Test
    void callers_may_use_the_same_idempotency_key() {
        var key = "key-" + run;
        var other = UUID.randomUUID();
        var body = "{\"resourceLogs\": [%s]}";
        var one = GivenKey.ofConnectors(mine).client().with("Idempotency-Key", key);
        var another = GivenKey.ofConnectors(others).client().with("Idempotency-Key", key);

        assertThat(one.json("POST", "/otlp/v1/logs", body.formatted(resource(run)))
                        .status())
                .isEqualTo(200);
        assertThat(another.json("POST", "/otlp/v1/logs", body.formatted(resource(other)))
                        .status())
                .isEqualTo(200);
        assertThat(one.json("POST", "/otlp/v1/logs", body.formatted(resource(other)))
                        .status())
                .isEqualTo(422);

        assertThat(entries(run)).isEqualTo(1);
        assertThat(entries(other)).isEqualTo(1);
    }

    @Test
    void callers_may_use_the_same_idempotency_key_for_the_same_run() {
        var key = "key-" + run;
        var body = "{\"resourceLogs\": [%s]}".formatted(resource(run));
        for (int i = 1; i <= 2; i++) {
            var caller = GivenKey.ofConnectors(mine).client().with("Idempotency-Key", key);

            assertThat(caller.json("POST", "/otlp/v1/logs", body + " ".repeat(i))
                            .status())
                    .isEqualTo(200);
            assertThat(caller.json("POST", "/otlp/v1/logs", body + " ".repeat(i))
                            .status())
                    .isEqualTo(200);
            assertThat(entries(run)).isEqualTo(i);
        }
    }

    /** The sender would throw away what a 403 is the answer to, that of this run included. */
    @Test
    void what_is_refused_for_now_outweighs_what_is_refused_for_good() throws SQLException {
        var client = GivenKey.ofConnectors(mine).client();
        var other = UUID.randomUUID();
        register(other, others);
        assertThat(sent(client, named(run, mine))).isEqualTo(200);
        var holding =
                "select 1 from run_tally where run_id = (select run_id from run_key where process_id = '%s') for update"
                        .formatted(run);
        try (var held = session.transaction(holding)) {
            assertThat(held.isClosed()).isFalse();
            var body = "{\"resourceLogs\": [" + resource(other) + ", " + named(run, mine) + "]}";
            var answer = client.json("POST", "/otlp/v1/logs", body);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isNotEmpty();
        }
        assertThat(entries(run)).isEqualTo(1);
        assertThat(entries(other)).isZero();
    }
}
