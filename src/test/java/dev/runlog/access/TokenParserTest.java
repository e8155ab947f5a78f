package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of a set that lies at an address. */
class TokenParserTest {
    private static final KeyPair OLD = Guarded.generated("RSA");
    private static final KeyPair NEW = Guarded.generated("RSA");

    private final List<JsonWebKey> keys = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            var set = new JsonWebKeySet(keys).toJson().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private JsonWebKey published(KeyPair pair, String keyId) throws JoseException {
        var key = JsonWebKey.Factory.newJwk(pair.getPublic());
        key.setKeyId(keyId);
        keys.add(key);
        return key;
    }

    /** @param keyId null where it names none */
    private String subjectOf(KeyPair pair, SignatureAlgorithm algorithm, String keyId) throws Exception {
        var token = Jwt.issuer(Guarded.ISSUER)
                .audience(Guarded.AUDIENCE)
                .subject("u")
                .jws()
                .algorithm(algorithm);
        var signed = (keyId == null ? token : token.keyId(keyId)).sign(pair.getPrivate());
        var checks =
                new JWTAuthContextInfo("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks", Guarded.ISSUER);
        checks.setExpectedAudience(Set.of(Guarded.AUDIENCE));
        checks.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256));
        return new TokenParser().parse(signed, checks).getJwtClaims().getSubject();
    }

    private String subjectOf(KeyPair pair, SignatureAlgorithm algorithm) throws Exception {
        return subjectOf(pair, algorithm, null);
    }

    private void assertRefused(KeyPair pair, SignatureAlgorithm algorithm, String keyId) {
        assertThatThrownBy(() -> subjectOf(pair, algorithm, keyId)).isInstanceOf(ParseException.class);
    }

    @Test
    void a_token_that_names_no_key_is_of_the_only_one() throws Exception {
        published(OLD, "old");

        assertThat(subjectOf(OLD, SignatureAlgorithm.RS256)).isEqualTo("u");
        assertRefused(NEW, SignatureAlgorithm.RS256, null);
    }

    @Test
    void a_token_that_names_no_key_is_of_the_one_that_verifies_it() throws Exception {
        published(OLD, "old");
        published(NEW, "new");
        published(Guarded.ec(), null);

        assertThat(subjectOf(OLD, SignatureAlgorithm.RS256)).isEqualTo("u");
        assertThat(subjectOf(NEW, SignatureAlgorithm.RS256)).isEqualTo("u");
        assertThat(subjectOf(Guarded.ec(), SignatureAlgorithm.ES256)).isEqualTo("u");
        assertRefused(Guarded.generated("RSA"), SignatureAlgorithm.RS256, null);
    }

    @Test
    void a_token_that_names_a_key_is_of_that_one() throws Exception {
        published(OLD, "old");
        published(NEW, "new");

        assertThat(subjectOf(NEW, SignatureAlgorithm.RS256, "new")).isEqualTo("u");
        assertRefused(NEW, SignatureAlgorithm.RS256, "old");
        assertRefused(NEW, SignatureAlgorithm.RS256, "other");
    }

    @Test
    void a_key_that_is_withdrawn_is_of_no_use_from_then_on() throws Exception {
        published(OLD, "old");
        assertThat(subjectOf(OLD, SignatureAlgorithm.RS256, "old")).isEqualTo("u");

        keys.clear();
        published(NEW, "new");

        assertRefused(OLD, SignatureAlgorithm.RS256, "old");
        assertThat(subjectOf(NEW, SignatureAlgorithm.RS256, "new")).isEqualTo("u");
    }

    @Test
    void a_key_is_for_its_own_use_and_algorithm() throws Exception {
        published(OLD, "old").setUse("enc");
        published(NEW, "new").setAlgorithm("RS512");

        assertRefused(OLD, SignatureAlgorithm.RS256, null);
        assertRefused(NEW, SignatureAlgorithm.RS256, null);
        assertRefused(NEW, SignatureAlgorithm.RS512, null);
    }

    @Test
    void an_empty_set_has_no_key() {
        assertRefused(OLD, SignatureAlgorithm.RS256, null);
    }
}
