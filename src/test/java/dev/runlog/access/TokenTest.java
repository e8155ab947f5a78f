package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.Given;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(Guarded.class)
class TokenTest {
    private static JwtClaimsBuilder claims() {
        return Jwt.claims()
                .issuer(Guarded.ISSUER)
                .audience(Guarded.AUDIENCE)
                .subject("u-17")
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(300));
    }

    private static String signed(JwtClaimsBuilder claims) {
        return signed(claims, "rsa", SignatureAlgorithm.RS256, Guarded.rsa());
    }

    private static String signed(JwtClaimsBuilder claims, String keyId, SignatureAlgorithm algorithm, KeyPair pair) {
        return claims.jws().keyId(keyId).algorithm(algorithm).sign(pair.getPrivate());
    }

    /** As no builder makes it: of these claims and no others. */
    private static String bare(String claims, String keyId, KeyPair pair, String algorithm) {
        try {
            var signature = new JsonWebSignature();
            signature.setPayload(claims);
            signature.setAlgorithmHeaderValue(algorithm);
            signature.setKeyIdHeaderValue(keyId);
            signature.setKey(pair.getPrivate());
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String bare(String more) {
        return bare(least(more), "rsa", Guarded.rsa(), "RS256");
    }

    /** The claims that are needed. */
    private static String least(String more) {
        return "{\"iss\":\"%s\",\"aud\":\"%s\",\"exp\":%d%s}"
                .formatted(Guarded.ISSUER, Guarded.AUDIENCE, Instant.now().getEpochSecond() + 300, more);
    }

    private static int status(String token, String path) {
        return Client.bearing(token).get(path).status();
    }

    static Stream<Arguments> waysToSayScopes() {
        return Stream.of(
                Arguments.of((UnaryOperator<JwtClaimsBuilder>) claims -> claims.claim("scope", "openid runs:read")),
                Arguments.of(
                        (UnaryOperator<JwtClaimsBuilder>) claims -> claims.claim("scopes", List.of("runs:read", "x"))),
                Arguments.of((UnaryOperator<JwtClaimsBuilder>) claims -> claims.groups(Set.of("runs:read"))));
    }

    @ParameterizedTest
    @MethodSource("waysToSayScopes")
    void scopes_are_said_in_three_ways(UnaryOperator<JwtClaimsBuilder> saying) {
        var token = signed(saying.apply(claims()));

        assertThat(status(token, "/api/v1/runs")).isEqualTo(200);
        assertThat(status(token, "/api/v1/logs")).isEqualTo(403);
    }

    @Test
    void either_kind_of_key_pair_will_do() {
        var token = signed(claims().claim("scope", "runs:read"), "ec", SignatureAlgorithm.ES256, Guarded.ec());

        assertThat(status(token, "/api/v1/runs")).isEqualTo(200);
    }

    @Test
    void neither_a_subject_nor_a_time_of_issue_is_needed() {
        assertThat(status(bare(",\"scope\":\"runs:read\""), "/api/v1/runs")).isEqualTo(200);
        assertThat(status(bare(""), "/api/v1/runs")).isEqualTo(403);
    }

    @Test
    void a_token_that_names_no_key_may_be_of_any_in_the_set() {
        var claims = least(",\"scope\":\"runs:read\"");

        assertThat(status(bare(claims, null, Guarded.rsa(), "RS256"), "/api/v1/runs"))
                .isEqualTo(200);
        assertThat(status(bare(claims, null, Guarded.ec(), "ES256"), "/api/v1/runs"))
                .isEqualTo(200);
    }

    /** By their Idempotency-Key: that of another caller is another. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,"n":1                    | ,"n":2                    | 201
            ,"sub":"","n":1           | ,"sub":" ","n":2          | 201
            ,"client_id":"%1$s"       | ,"client_id":"%1$s","n":2 | 409
            ,"client_id":"%1$s"       | ,"azp":"%1$s"             | 409
            ,"client_id":"%1$s"       | ,"client_id":"other%1$s"  | 201
            ,"client_id":"%1$s"       | ,"sub":"%1$s"             | 201
            ,"sub":"%1$s"             | ,"sub":"%1$s","azp":"x"   | 409
            """)
    void tokens_without_a_subject_are_one_caller_where_one_client_has_them(String first, String second, int status) {
        var mark = Given.mark();
        var scope = ",\"scope\":\"admin\"";

        assertThat(makesKey(bare(scope + first.formatted(mark)), mark)).isEqualTo(201);
        assertThat(makesKey(bare(scope + second.formatted(mark)), mark)).isEqualTo(status);
    }

    private static int makesKey(String token, String idempotencyKey) {
        return Client.bearing(token)
                .with("Idempotency-Key", idempotencyKey)
                .json("POST", "/admin/v1/keys", "{\"name\": \"x\", \"scopes\": [\"runs:read\"]}")
                .status();
    }

    static Stream<Arguments> notTrusted() {
        var scope = "runs:read logs:read ingest:write admin";
        var now = Instant.now();
        var publicKey = new SecretKeySpec(Guarded.rsa().getPublic().getEncoded(), "HmacSHA256");
        var good = signed(claims().claim("scope", scope));
        var parts = good.split("\\.");
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"kid\":\"rsa\"}".getBytes(StandardCharsets.UTF_8));
        var unnamed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                Arguments.of("expired", signed(claims().claim("scope", scope).expiresAt(now.minusSeconds(120)))),
                Arguments.of(
                        "of another issuer",
                        signed(claims().claim("scope", scope).issuer("https://evil.example"))),
                Arguments.of(
                        "for another audience",
                        signed(claims().claim("scope", scope).audience("other"))),
                Arguments.of(
                        "of another key",
                        signed(
                                claims().claim("scope", scope),
                                "rsa",
                                SignatureAlgorithm.RS256,
                                Guarded.generated("RSA"))),
                Arguments.of(
                        "of a key that is not known",
                        signed(
                                claims().claim("scope", scope),
                                "other",
                                SignatureAlgorithm.RS256,
                                Guarded.generated("RSA"))),
                Arguments.of("unsigned", none + "." + parts[1] + "."),
                Arguments.of("with a signature that is not looked at", none + "." + parts[1] + "." + parts[2]),
                Arguments.of(
                        "with the public key as a shared secret",
                        claims().claim("scope", scope)
                                .jws()
                                .keyId("rsa")
                                .algorithm(SignatureAlgorithm.HS256)
                                .sign(publicKey)),
                Arguments.of(
                        "good for longer than there is time",
                        signed(claims().claim("scope", scope).claim("exp", Long.MAX_VALUE))),
                Arguments.of("of groups that are no list", bare(",\"groups\":{\"a\":\"b\"}")),
                Arguments.of(
                        "without an end",
                        bare(least("").replaceFirst("\"exp\":\\d+", "\"x\":1"), "rsa", Guarded.rsa(), "RS256")),
                Arguments.of("issued behind its end", bare(",\"iat\":" + (now.getEpochSecond() + 600))),
                Arguments.of(
                        "without a key's name, and of another key",
                        bare(least(""), null, Guarded.generated("RSA"), "RS256")),
                Arguments.of(
                        "without a key's name, and of another algorithm",
                        bare(least(""), null, Guarded.rsa(), "RS512")),
                Arguments.of("without a key's name, and unsigned", unnamed + "." + parts[1] + "."),
                Arguments.of("cut", good.substring(0, good.length() - 8)),
                Arguments.of("changed", parts[0] + "." + parts[1].replace('a', 'b') + "." + parts[2]),
                Arguments.of(
                        "limited to what cannot be read",
                        signed(claims().claim("scope", scope).claim("connectors", "crm"))),
                Arguments.of(
                        "limited to a run that is none",
                        signed(claims().claim("scope", scope).claim("process_id", "crm"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notTrusted")
    void a_token_is_worth_nothing_that_is(String how, String token) {
        var answer = Client.bearing(token).get("/api/v1/runs");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).contains("invalid_token");
    }

    @Test
    void a_scope_is_text_or_a_list_of_texts() {
        var token = signed(claims().claim("scope", Map.of("x", "runs:read")));

        assertThat(status(token, "/api/v1/runs")).isEqualTo(403);
    }

    @Test
    void a_token_is_limited_by_its_claims() {
        var mine = Given.aConnector();
        var other = Given.aConnector();
        var writer = Client.bearing(
                signed(claims().claim("scope", "ingest:write runs:read").claim("connectors", List.of(mine))));
        var run = "/ingest/v1/runs/" + java.util.UUID.randomUUID();
        var registration = "{\"connector\": \"%s\", \"site\": \"s\", \"version\": \"1\"}";

        assertThat(writer.json("PUT", run, registration.formatted(other)).status())
                .isEqualTo(403);
        assertThat(writer.json("PUT", run, registration.formatted(mine)).status())
                .isEqualTo(201);
        var ofRun = Client.bearing(signed(
                claims().claim("scope", "runs:read").claim("process_id", run.substring(run.lastIndexOf('/') + 1))));
        assertThat(ofRun.get("/api/v1/runs?count=true").body()).contains("\"value\":1");
    }

    @Test
    void a_connector_that_is_a_number_is_the_one_that_ingestion_takes_for_it() {
        var number = 10_000_000 + (int) (Math.random() * 80_000_000);
        var writer = Client.bearing(
                signed(claims().claim("scope", "ingest:write").claim("connectors", List.of(number, "x"))));
        var run = "/ingest/v1/runs/" + java.util.UUID.randomUUID();

        assertThat(writer.json("PUT", run, "{\"connector\": %d, \"site\": 1, \"version\": 1}".formatted(number))
                        .status())
                .isEqualTo(201);
        assertThat(writer.json("PUT", run, "{\"connector\": %d, \"site\": 1, \"version\": 1}".formatted(number + 1))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void to_rule_over_keys_is_no_limited_right() {
        var token = signed(claims().claim("scope", "admin").claim("connectors", List.of("crm")));

        assertThat(status(token, "/admin/v1/keys")).isEqualTo(403);
        assertThat(status(signed(claims().claim("scope", "admin")), "/admin/v1/keys"))
                .isEqualTo(200);
    }
}
