package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** While nobody is asked for a credential everybody may do everything, and leaves no key behind for later. */
@QuarkusTest
@TestProfile(OpenWithKey.class)
class OpenServiceTest {
    private static final String A_KEY = "{\"name\": \"x\", \"scopes\": [\"admin\"]}";

    @Inject
    Rows rows;

    private boolean isMadeByAnybody(Client client) {
        var answer = client.json("POST", "/admin/v1/keys", A_KEY);
        assertThat(answer.status()).isEqualTo(201);
        var question = new Statement("select made_by_anybody from api_key where key_id = :id")
                .bind("id", UUID.fromString(JsonPath.from(answer.body()).getString("id")));
        return rows.one(question, row -> row.getBoolean(1)).orElseThrow();
    }

    @Test
    void whoever_comes_reads_and_writes_whatever_is_sent_as_a_credential() {
        for (var client : new Client[] {Client.NOBODY, Client.bearing("nonsense"), new Client("Basic dTpw")}) {
            assertThat(client.get("/api/v1/runs").status()).isEqualTo(200);
            assertThat(client.get("/admin/v1/keys").status()).isEqualTo(200);
        }
    }

    @Test
    void a_key_that_anybody_made_makes_none_that_lasts_longer() {
        var made = Client.NOBODY.json("POST", "/admin/v1/keys", A_KEY);
        var key = Client.bearing(JsonPath.from(made.body()).getString("key"));

        assertThat(isMadeByAnybody(key)).isTrue();
    }

    @Test
    void a_credential_that_may_less_elsewhere_may_no_less_here_than_nobody() {
        var admin = Client.bearing(OpenWithKey.adminKey());
        var made = admin.json("POST", "/admin/v1/keys", "{\"name\": \"x\", \"scopes\": [\"ingest:write\"]}");
        var writer = Client.bearing(JsonPath.from(made.body()).getString("key"));

        assertThat(writer.get("/admin/v1/keys").status()).isEqualTo(200);
        assertThat(isMadeByAnybody(writer)).isTrue();
    }

    @Test
    void a_key_that_whoever_came_has_made_is_told_from_one_that_is_prepared_with_the_admin_key() {
        assertThat(isMadeByAnybody(Client.NOBODY)).isTrue();
        assertThat(isMadeByAnybody(Client.bearing("nonsense"))).isTrue();
        assertThat(isMadeByAnybody(Client.bearing(KeyText.fresh().text()))).isTrue();
        assertThat(isMadeByAnybody(Client.bearing(OpenWithKey.adminKey()))).isFalse();
    }
}
