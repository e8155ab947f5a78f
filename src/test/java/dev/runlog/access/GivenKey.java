package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A key that a test makes, by way of the service. */
record GivenKey(String id, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ALL_BUT_ADMIN = Arrays.stream(Scope.values())
            .filter(scope -> scope != Scope.ADMIN)
            .map(Scope::label)
            .toList();

    static GivenKey with(Map<String, ?> members) {
        var body = new LinkedHashMap<String, Object>(Map.of("name", "of a test"));
        body.putAll(members);
        try {
            var answer = Client.admin().json("POST", "/admin/v1/keys", JSON.writeValueAsString(body));
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            var made = JSON.readTree(answer.body());
            return new GivenKey(made.path("id").asText(), made.path("key").asText());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static GivenKey of(String... scopes) {
        return with(Map.of("scopes", scopes));
    }

    static GivenKey ofConnectors(String... connectors) {
        return with(Map.of("scopes", ALL_BUT_ADMIN, "connectors", connectors));
    }

    static GivenKey ofRun(UUID processId) {
        return with(Map.of("scopes", ALL_BUT_ADMIN, "processId", processId));
    }

    Client client() {
        return Client.bearing(text);
    }

    void revoke() {
        assertThat(Client.admin()
                        .send("DELETE", "/admin/v1/keys/" + id, null, null)
                        .status())
                .isEqualTo(204);
    }
}
