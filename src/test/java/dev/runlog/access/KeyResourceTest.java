package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.testing.Waiting;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(Guarded.class)
class KeyResourceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Rows rows;

    @Inject
    KeyUses uses;

    @Inject
    KeyStore keys;

    @Inject
    AgroalDataSource database;

    private static JsonNode read(Client.Answer answer, int status) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static JsonNode listed(String id) throws IOException {
        var next = "/admin/v1/keys?limit=1000";
        for (var item : read(Client.admin().get(next), 200).path("items")) {
            if (item.path("id").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("not listed: " + id);
    }

    @Test
    void a_key_is_shown_once_and_only_its_hash_is_kept() throws Exception {
        var answer = Client.admin().json("POST", "/admin/v1/keys", """
                {"name": "dashboard", "scopes": ["runs:read"], "connectors": ["crm", "erp"], "expiresAt": "2100-01-01T00:00:00Z"}
                """);
        var made = read(answer, 201);

        assertThat(answer.header("location"))
                .endsWith("/admin/v1/keys/" + made.path("id").asText());
        assertThat(KeyText.of(made.path("key").asText())).isPresent();
        assertThat(Client.bearing(made.path("key").asText()).get("/api/v1/runs").status())
                .isEqualTo(200);
        var item = listed(made.path("id").asText());
        assertThat(item.has("key")).isFalse();
        assertThat(item.path("name").asText()).isEqualTo("dashboard");
        assertThat(item.path("scopes")).hasSize(1);
        assertThat(item.path("connectors")).hasSize(2);
        assertThat(item.path("processId").isNull()).isTrue();
        assertThat(item.path("expiresAt").asText()).isEqualTo("2100-01-01T00:00:00.000000Z");
        assertThat(item.path("revokedAt").isNull()).isTrue();
        assertThat(rows.list(new Statement("select api_key::text from api_key"), row -> row.getString(1)))
                .noneMatch(row -> row.contains(made.path("key").asText().substring(3, 20)));
    }

    @Test
    void a_walk_over_the_list_meets_every_key_once() throws IOException {
        var ids = new HashSet<String>();
        for (int i = 0; i < 7; i++) {
            ids.add(GivenKey.of(Scope.READ_RUNS).id());
        }
        var met = new ArrayList<String>();
        var cursor = "";
        do {
            var page = read(Client.admin().get("/admin/v1/keys?limit=3" + cursor), 200);
            page.path("items").forEach(item -> met.add(item.path("id").asText()));
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (cursor != null);

        assertThat(met).doesNotHaveDuplicates().containsAll(ids);
    }

    @ParameterizedTest
    @CsvSource({"color=red, unknown-parameter", "limit=0, invalid-parameter", "cursor=x, invalid-cursor"})
    void a_list_that_is_asked_for_wrongly_is_refused(String query, String code) throws IOException {
        assertThat(read(Client.admin().get("/admin/v1/keys?" + query), 400)
                        .path("code")
                        .asText())
                .isEqualTo(code);
    }

    @Test
    void a_revoked_key_is_refused_at_once_and_again_is_no_fault() throws IOException {
        var key = GivenKey.of(Scope.READ_RUNS);
        assertThat(key.client().get("/api/v1/runs").status()).isEqualTo(200);

        key.revoke();

        assertThat(key.client().get("/api/v1/runs").status()).isEqualTo(401);
        var revokedAt = listed(key.id()).path("revokedAt").asText();
        assertThat(revokedAt).isNotEqualTo("null");
        key.revoke();
        assertThat(listed(key.id()).path("revokedAt").asText()).isEqualTo(revokedAt);
    }

    @ParameterizedTest
    @CsvSource({"00000000-0000-4000-8000-000000000000", "nonsense"})
    void a_key_that_is_not_known_cannot_be_revoked(String id) throws IOException {
        var answer = Client.admin().send("DELETE", "/admin/v1/keys/" + id, null, null);

        assertThat(read(answer, 404).path("code").asText()).isEqualTo("key-not-found");
    }

    @Test
    void its_last_use_is_noted_behind_the_request() throws Exception {
        var key = GivenKey.of(Scope.READ_RUNS);
        assertThat(listed(key.id()).path("lastUsedAt").isNull()).isTrue();

        key.client().get("/api/v1/runs");
        uses.write();

        assertThat(listed(key.id()).path("lastUsedAt").isNull()).isFalse();
        var first = listed(key.id()).path("lastUsedAt").asText();
        key.client().get("/api/v1/runs");
        uses.write();
        assertThat(listed(key.id()).path("lastUsedAt").asText()).isEqualTo(first);
    }

    @Test
    void a_key_expires() throws Exception {
        var key = GivenKey.with(Map.of(
                "scopes",
                List.of(Scope.READ_RUNS),
                "expiresAt",
                java.time.Instant.now().plusSeconds(2).toString()));
        assertThat(key.client().get("/api/v1/runs").status()).isEqualTo(200);

        assertThat(Waiting.until(() -> key.client().get("/api/v1/runs").status() == 401))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [] | malformed-body |
            nonsense | malformed-body |
            {"name": 1e99999999999, "scopes": ["runs:read"]} | malformed-body |
            {"name": "x", "scopes": ["runs:read"], "connectors": [-1e-99999999999]} | malformed-body |
            {"name": "x", "scopes": ["runs:read"]} more | malformed-body |
            {"name": "x", "name": "y", "scopes": ["runs:read"]} | malformed-body |
            {"scopes": ["runs:read"]} | invalid-body | /name
            {"name": " ", "scopes": ["runs:read"]} | invalid-body | /name
            {"name": true, "scopes": ["runs:read"]} | invalid-body | /name
            {"name": "x"} | invalid-body | /scopes
            {"name": "x", "scopes": []} | invalid-body | /scopes
            {"name": "x", "scopes": "runs:read"} | invalid-body | /scopes
            {"name": "x", "scopes": ["runs:write"]} | invalid-body | /scopes/0
            {"name": "x", "scopes": ["runs:read", null]} | invalid-body | /scopes/1
            {"name": "x", "scopes": ["runs:read"], "connectors": []} | invalid-body | /connectors
            {"name": "x", "scopes": ["runs:read"], "connectors": "crm"} | invalid-body | /connectors
            {"name": "x", "scopes": ["runs:read"], "connectors": [""]} | invalid-body | /connectors/0
            {"name": "x", "scopes": ["runs:read"], "connectors": ["crm", "erp", {}]} | invalid-body | /connectors/2
            {"name": "x", "scopes": ["runs:read"], "connector": "crm"} | invalid-body | /connector
            {"name": "x", "scopes": ["runs:read"], "processId": "crm"} | invalid-body | /processId
            {"name": "x", "scopes": ["runs:read"], "expiresAt": "tomorrow"} | invalid-body | /expiresAt
            {"name": "x", "scopes": ["runs:read"], "expiresAt": "2020-01-01T00:00:00Z"} | invalid-body | /expiresAt
            {"name": "x", "scopes": ["admin"], "connectors": ["crm"]} | invalid-body | /scopes
            """)
    void a_key_that_is_not_meant_so_is_not_made(String body, String code, String pointer) throws IOException {
        var problem = read(Client.admin().json("POST", "/admin/v1/keys", body), 400);

        assertThat(problem.path("code").asText()).isEqualTo(code);
        if (pointer != null) {
            assertThat(problem.path("errors").findValuesAsText("pointer")).contains(pointer);
        }
    }

    @Test
    void each_element_at_fault_is_named_and_no_other_part() throws IOException {
        var problem = read(Client.admin().json("POST", "/admin/v1/keys", """
                {"name": "x", "scopes": ["runs:read"], "connectors": ["", "crm", true]}
                """), 400);

        assertThat(problem.path("errors").findValuesAsText("pointer"))
                .containsExactly("/connectors/0", "/connectors/2");
        assertThat(problem.path("detail").asText())
                .isEqualTo("connectors[0] must be a connector's name of 1 to 128 characters. More in errors.");
    }

    @Test
    void a_list_of_too_many_connectors_is_one_fault() throws IOException {
        var names = "\"\", ".repeat(100) + "\"\"";
        var problem = read(Client.admin().json("POST", "/admin/v1/keys", """
                {"name": "x", "scopes": ["runs:read"], "connectors": [%s]}
                """.formatted(names)), 400);

        assertThat(problem.path("errors").findValuesAsText("pointer")).containsExactly("/connectors");
    }

    @Test
    void a_key_of_one_run_says_so() throws IOException {
        var run = UUID.randomUUID();

        assertThat(listed(GivenKey.ofRun(run).id()).path("processId").asText()).isEqualTo(run.toString());
    }

    @Test
    void a_key_that_anybody_made_while_the_service_stood_open_is_worth_nothing_and_soon_revoked() throws Exception {
        var made = read(Client.admin().json("POST", "/admin/v1/keys", """
                {"name": "left behind", "scopes": ["runs:read"]}
                """), 201);
        var id = made.path("id").asText();
        madeByAnybody(UUID.fromString(id));

        assertThat(Client.bearing(made.path("key").asText()).get("/api/v1/runs").status())
                .isEqualTo(401);
        assertThat(listed(id).path("revokedAt").isNull()).isTrue();
        keys.start(new StartupEvent());
        assertThat(listed(id).path("revokedAt").isNull()).isFalse();
    }

    private void madeByAnybody(UUID id) throws SQLException {
        var noting = new Statement("update api_key set made_by_anybody = true where key_id = :id").bind("id", id);
        try (var connection = database.getConnection();
                var update = noting.prepare(connection)) {
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
