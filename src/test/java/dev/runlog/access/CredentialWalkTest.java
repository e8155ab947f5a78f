package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.access.Client.Answer;
import dev.runlog.access.Operations.Operation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each operation answers to each credential that is none, and to each that is not enough. */
@QuarkusTest
@TestProfile(Guarded.class)
class CredentialWalkTest {
    private static WorldOf world;

    @Inject
    KeyStore keys;

    private static WorldOf world() {
        world = world == null ? WorldOf.made() : world;
        return world;
    }

    private static Answer call(Client client, Operation operation) {
        return client.send(operation.method(), operation.at(world().places()), operation.type(), operation.body());
    }

    @Test
    void every_operation_but_the_explanations_needs_a_scope() {
        assertThat(Operations.all().filter(operation -> operation.scope().isEmpty()))
                .extracting(Operation::path)
                .containsExactly("/problems/{code}");
    }

    static Stream<Operation> guarded() {
        return Operations.guarded();
    }

    private Client expired() throws SQLException {
        var text = KeyText.fresh();
        var past = Instant.now().minusSeconds(60);
        keys.add(
                new ApiKey(UUID.randomUUID(), "expired", Operations.scopes(), null, null, past, past, null, null),
                KeyText.hash(text.text()),
                Optional.empty(),
                false);
        return Client.bearing(text.text());
    }

    private static Client revoked() {
        var key = GivenKey.of(Operations.scopes().toArray(String[]::new));
        key.revoke();
        return key.client();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void without_a_credential_that_is_good_it_is_401(Operation operation) throws SQLException {
        var good = KeyText.fresh().text();
        var badCheck = good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0");
        for (var none :
                List.of(Client.NOBODY, new Client("Basic dTpw"), new Client("Bearer"), new Client("Nonsense"))) {
            var answer = call(none, operation);
            assertRefused(operation, answer, 401, "unauthorized");
            assertThat(answer.header("www-authenticate")).isEqualTo("Bearer realm=\"runlog\"");
        }
        var bad = List.of(
                Client.bearing("x"),
                Client.bearing("rl_short"),
                Client.bearing("a.b.c"),
                Client.bearing(badCheck),
                Client.bearing(good),
                expired(),
                revoked());
        for (var client : bad) {
            var answer = call(client, operation);
            assertRefused(operation, answer, 401, "unauthorized");
            assertThat(answer.header("www-authenticate")).isEqualTo("Bearer realm=\"runlog\", error=\"invalid_token\"");
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void with_every_other_scope_it_is_403_and_with_its_own_it_is_not(Operation operation) {
        var own = operation.scope().orElseThrow();
        for (var scope : Operations.scopes()) {
            if (!scope.equals(own)) {
                assertRefused(operation, call(GivenKey.of(scope).client(), operation), 403, "forbidden");
            }
        }
        if (!operation.isEndless()) {
            assertThat(call(GivenKey.of(own).client(), operation).status()).isNotIn(401, 403);
        }
    }

    private static void assertRefused(Operation operation, Answer answer, int status, String code) {
        assertThat(answer.status()).as(operation + ": " + answer.body()).isEqualTo(status);
        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
        if (operation.method().equals("HEAD")) {
            return;
        }
        if (operation.isOfContainerApi()) {
            assertThat(answer.header("content-type")).startsWith("application/json");
            assertThat(answer.body()).startsWith("{\"message\":\"");
            return;
        }
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void what_is_no_operation_needs_no_credential() {
        for (var path : List.of("/q/openapi", "/q/swagger-ui/", "/problems/forbidden")) {
            for (var client : List.of(
                    Client.NOBODY,
                    Client.bearing("x"),
                    Client.bearing(KeyText.fresh().text()))) {
                assertThat(client.get(path).status()).as(path).isEqualTo(200);
            }
        }
        assertThat(Client.NOBODY.get("/nothing").status()).isEqualTo(404);
    }
}
