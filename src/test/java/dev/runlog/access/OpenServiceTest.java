package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While nobody is asked for a credential, keys, which would outlast that, are still for who has one. */
@QuarkusTest
@TestProfile(OpenWithKey.class)
class OpenServiceTest {
    private static final String A_KEY = "{\"name\": \"x\", \"scopes\": [\"admin\"]}";

    @Test
    void whoever_comes_reads_and_writes_whatever_is_sent_as_a_credential() {
        for (var client : new Client[] {Client.NOBODY, Client.bearing("nonsense"), new Client("Basic dTpw")}) {
            assertThat(client.get("/api/v1/runs").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/keys",
                "//admin/v1/keys",
                "/x/../admin/v1/keys",
                "/admin/./v1/keys",
                "/%61dmin/v1/keys"
            })
    void nobody_makes_lists_or_revokes_keys_without_one(String address) {
        for (var client : new Client[] {
            Client.NOBODY,
            Client.bearing("nonsense"),
            Client.bearing(KeyText.fresh().text())
        }) {
            assertThat(client.json("POST", address, A_KEY).status()).isIn(401, 404);
            assertThat(client.get(address).status()).isIn(401, 404);
        }
        assertThat(Client.NOBODY.json("POST", "/admin/v1/keys", A_KEY).status()).isEqualTo(401);
        assertThat(Client.NOBODY
                        .send("DELETE", "/admin/v1/keys/00000000-0000-4000-8000-000000000000", null, null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void keys_are_prepared_with_the_admin_key() {
        var admin = Client.bearing(OpenWithKey.adminKey());

        assertThat(admin.json("POST", "/admin/v1/keys", A_KEY).status()).isEqualTo(201);
        assertThat(admin.get("/admin/v1/keys").status()).isEqualTo(200);
    }
}
