package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.AtOnce;
import dev.runlog.testing.EventReader;
import dev.runlog.testing.OwnSession;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a limited credential may write, and what it sees of its own. */
@QuarkusTest
@TestProfile(Guarded.class)
class SightTest {
    private static final String REGISTRATION = "{\"connector\": \"%s\", \"site\": \"s\", \"version\": \"1\"}";
    private static final String ENTRY = "{\"level\": \"error\", \"message\": \"said\"}";

    @Inject
    OwnSession session;

    private static String connector() {
        return "connector-" + UUID.randomUUID();
    }

    private static String ingest(UUID run) {
        return "/ingest/v1/runs/" + run;
    }

    private static int logs(Client client, UUID run) {
        return client.json("POST", ingest(run) + "/logs", ENTRY).status();
    }

    private static int output(Client client, UUID run) {
        return client.send("POST", ingest(run) + "/output/stdout", "text/plain", "line\n")
                .status();
    }

    private static int register(Client client, UUID run, String connector) {
        return client.json("PUT", ingest(run), REGISTRATION.formatted(connector))
                .status();
    }

    @Test
    void what_is_written_before_the_registration_is_nobodys_and_not_shown_until_then() {
        var mine = connector();
        var client = GivenKey.ofConnectors(mine).client();
        var run = UUID.randomUUID();

        assertThat(logs(client, run)).isEqualTo(201);
        assertThat(output(client, run)).isEqualTo(200);
        assertThat(client.get("/api/v1/runs/" + run).status()).isEqualTo(404);
        assertThat(register(client, run, mine)).isEqualTo(200);
        assertThat(client.get("/api/v1/runs/" + run).status()).isEqualTo(200);
        assertThat(logs(client, run)).isEqualTo(201);
        assertThat(client.json("POST", ingest(run) + "/finish", "{\"exitCode\": 1}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void once_it_is_registered_to_another_connector_nothing_more_is_taken() {
        var client = GivenKey.ofConnectors(connector()).client();
        var run = UUID.randomUUID();
        assertThat(logs(client, run)).isEqualTo(201);
        assertThat(output(client, run)).isEqualTo(200);

        assertThat(register(Client.admin(), run, connector())).isEqualTo(200);

        assertThat(logs(client, run)).isEqualTo(403);
        assertThat(output(client, run)).isEqualTo(403);
        assertThat(client.json("POST", ingest(run) + "/finish", "{\"exitCode\": 1}")
                        .status())
                .isEqualTo(403);
        assertThat(Client.admin()
                        .get("/api/v1/runs/" + run + "/logs?count=true")
                        .body())
                .contains("\"value\":1,");
    }

    /** Each entry that was acknowledged came before the registration. */
    @Test
    void a_registration_does_not_slip_between() throws Exception {
        for (int round = 0; round < 30; round++) {
            var client = GivenKey.ofConnectors(connector()).client();
            var run = UUID.randomUUID();
            logs(Client.admin(), run);
            var statuses = AtOnce.run(9, i -> i == 8 ? register(Client.admin(), run, connector()) : logs(client, run));

            var taken = statuses.subList(0, 8).stream()
                    .filter(status -> status == 201)
                    .count();
            assertThat(statuses.subList(0, 8)).allMatch(status -> status == 201 || status == 403);
            assertThat(Client.admin()
                            .get("/api/v1/runs/" + run + "/logs?count=true")
                            .body())
                    .contains("\"value\":" + (taken + 1) + ",");
            assertThat(logs(client, run)).isEqualTo(403);
        }
    }

    @Test
    void a_registration_that_is_committed_while_a_write_waits_for_it_keeps_the_write_out() throws Exception {
        var other = connector();
        assertThat(register(Client.admin(), UUID.randomUUID(), other)).isEqualTo(201);
        var client = GivenKey.ofConnectors(connector()).client();
        var run = UUID.randomUUID();
        assertThat(logs(client, run)).isEqualTo(201);
        var registering = """
                update run_tally
                set connector_id = (select connector_id from connector where name = '%s')
                where run_id = (select run_id from run_key where process_id = '%s')
                """.formatted(other, run);
        try (var registration = session.transaction(registering)) {
            var writing = CompletableFuture.supplyAsync(() -> logs(client, run));
            Thread.sleep(500);
            assertThat(writing).isNotDone();
            registration.commit();

            assertThat(writing.get()).isEqualTo(403);
        }
        assertThat(Client.admin()
                        .get("/api/v1/runs/" + run + "/logs?count=true")
                        .body())
                .contains("\"value\":1,");
    }

    @Test
    void the_answer_to_anothers_key_is_not_given_away() {
        var owner = connector();
        var run = UUID.randomUUID();
        assertThat(register(Client.admin(), run, owner)).isEqualTo(201);
        var first = keyed(Client.admin(), run, "once");
        assertThat(first).isEqualTo(201);

        assertThat(keyed(GivenKey.ofConnectors(connector()).client(), run, "once"))
                .isEqualTo(403);
        assertThat(keyed(GivenKey.ofRun(UUID.randomUUID()).client(), run, "once"))
                .isEqualTo(403);
        assertThat(keyed(GivenKey.ofConnectors(owner).client(), run, "once")).isEqualTo(201);
    }

    private static int keyed(Client client, UUID run, String key) {
        return client.with("Idempotency-Key", key)
                .json("POST", ingest(run) + "/logs", ENTRY)
                .status();
    }

    @Test
    void a_run_writes_itself_and_nothing_else() {
        var run = UUID.randomUUID();
        var client = GivenKey.ofRun(run).client();

        assertThat(register(client, run, connector())).isEqualTo(201);
        assertThat(logs(client, run)).isEqualTo(201);
        assertThat(logs(client, UUID.randomUUID())).isEqualTo(403);
        assertThat(client.json("PUT", "/ingest/v1/states/s-" + run, """
                {"connector": "x", "name": "build", "status": "done", "ownerId": "u"}
                """).status())
                .isEqualTo(403);
        assertThat(client.json("POST", "/container-api/" + run + "/logs/info", "{\"message\": \"x\"}")
                        .status())
                .isEqualTo(201);
        assertThat(client.json("POST", "/container-api/" + UUID.randomUUID() + "/logs/info", "{\"message\": \"x\"}")
                        .body())
                .isEqualTo("{\"message\":\"The credential does not reach what this would write to.\"}");
    }

    @Test
    void a_state_of_another_connector_is_not_to_be_taken_over() {
        var mine = connector();
        var client = GivenKey.ofConnectors(mine).client();
        var state = "/ingest/v1/states/s-" + UUID.randomUUID();
        var body = "{\"connector\": \"%s\", \"name\": \"build\", \"status\": \"running\", \"ownerId\": \"u\"}";

        assertThat(Client.admin()
                        .json("PUT", state, body.formatted(connector()))
                        .status())
                .isEqualTo(201);
        assertThat(client.json("PUT", state, body.formatted(mine)).status()).isEqualTo(403);
        assertThat(client.json("PUT", state + "-2", body.formatted(mine)).status())
                .isEqualTo(201);
    }

    @Test
    void one_run_shows_nothing_of_its_connectors_others() {
        var connector = connector();
        var good = UUID.randomUUID();
        var bad = UUID.randomUUID();
        for (var run : new UUID[] {good, bad}) {
            assertThat(register(Client.admin(), run, connector)).isEqualTo(201);
            assertThat(logs(Client.admin(), run)).isEqualTo(201);
            Client.admin()
                    .json("POST", ingest(run) + "/finish", run == good ? "{\"exitCode\": 0}" : "{\"exitCode\": 1}");
        }
        var state = "s-" + bad;
        Client.admin()
                .json(
                        "PUT",
                        "/ingest/v1/states/" + state,
                        "{\"connector\": \"%s\", \"name\": \"build\", \"status\": \"failed\", \"ownerId\": \"u\"}"
                                .formatted(connector));
        var at = "/api/v1/runs/" + bad;
        var ofRun = GivenKey.ofRun(bad).client();
        var ofConnector = GivenKey.ofConnectors(connector).client();

        assertThat(ofConnector.get(at + "/comparison").body()).contains(good.toString());
        assertThat(ofRun.get(at + "/comparison").body()).contains("no-earlier-success");
        assertThat(ofConnector.get(at + "/diagnosis").body()).contains(good.toString());
        assertThat(ofRun.get(at + "/diagnosis").body())
                .contains("\"verdict\"")
                .doesNotContain(good.toString(), "/api/v1/states", state);
        assertThat(ofConnector.get(at + "/diagnosis").body()).contains("/api/v1/states", state);
        assertThat(ofRun.get("/api/v1/error-groups").body())
                .contains(bad.toString(), "\"count\":1,", "\"runs\":1,")
                .doesNotContain(good.toString());
        assertThat(ofConnector.get("/api/v1/error-groups").body()).contains("\"count\":2,", "\"runs\":2,");
    }

    @Test
    void one_run_is_told_that_its_deployment_was_not_ready_and_no_state() {
        var connector = connector();
        var run = UUID.randomUUID();
        var build = "build-" + run;
        register(Client.admin(), run, connector);
        Client.admin()
                .json(
                        "PUT",
                        "/ingest/v1/states/" + build,
                        "{\"connector\": \"%s\", \"name\": \"build\", \"status\": \"failed\", \"ownerId\": \"u\", \"at\": \"%s\"}"
                                .formatted(connector, Instant.now().minusSeconds(9)));
        Client.admin().json("POST", ingest(run) + "/finish", "{\"exitCode\": 1}");
        var at = "/api/v1/runs/" + run;

        for (var client : List.of(
                GivenKey.ofRun(run).client(), GivenKey.ofConnectors(connector).client(), Client.admin())) {
            assertThat(client.get(at).body()).contains("\"kind\":\"deployment-not-ready\"");
            assertThat(client.get(at + "/diagnosis").body()).contains("\"verdict\":\"deployment-not-ready\"");
        }
        assertThat(GivenKey.ofRun(run).client().get(at + "/diagnosis").body())
                .contains("not for this credential to see")
                .doesNotContain(build, "/api/v1/states", "not registered");
        assertThat(GivenKey.ofConnectors(connector)
                        .client()
                        .get(at + "/diagnosis")
                        .body())
                .contains(build, "/api/v1/states");
    }

    @Test
    void a_group_is_titled_and_found_by_what_is_seen_of_it() {
        var names = List.of(connector(), connector(), connector());
        for (var name : names) {
            var run = UUID.randomUUID();
            assertThat(register(Client.admin(), run, name)).isEqualTo(201);
            var entry = "{\"level\": \"error\", \"message\": \"Order of \\\"%s\\\" is refused\"}".formatted(name);
            assertThat(Client.admin().json("POST", ingest(run) + "/logs", entry).status())
                    .isEqualTo(201);
            Client.admin().get("/api/v1/error-groups"); // counts what came, so that the first is the first
        }
        var client = GivenKey.ofConnectors(names.get(1)).client();
        var groups = "/api/v1/error-groups?q=";

        assertThat(client.get(groups + names.get(1)).body())
                .contains("\"title\":\"Order of \\\"" + names.get(1), "\"count\":1,")
                .doesNotContain(names.get(0), names.get(2));
        assertThat(client.get(groups + names.get(0)).body()).contains("\"items\":[]");
        assertThat(Client.admin().get(groups + names.get(0)).body()).contains("\"count\":3,");
    }

    @Test
    void the_stream_of_runs_tells_only_of_those_that_are_seen() throws Exception {
        var mine = connector();
        var key = GivenKey.ofConnectors(mine);
        try (var events =
                EventReader.open(Client.at("/api/v1/runs/stream"), Map.of("Authorization", "Bearer " + key.text()))) {
            register(Client.admin(), UUID.randomUUID(), connector());
            var run = UUID.randomUUID();
            register(Client.admin(), run, mine);

            assertThat(events.next().data().path("processId").asText()).isEqualTo(run.toString());
        }
    }

    @Test
    @Timeout(45)
    void a_stream_ends_soon_after_its_key_is_revoked() throws Exception {
        var key = GivenKey.of(Scope.READ_RUNS);
        try (var events =
                EventReader.open(Client.at("/api/v1/runs/stream"), Map.of("Authorization", "Bearer " + key.text()))) {
            key.revoke();

            assertThat(events.toEnd()).isNotNull();
        }
    }
}
