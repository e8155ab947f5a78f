package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlog.platform.StartupFailure;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSettingsTest {
    private static final String KEY = "mp.jwt.verify.publickey";
    private static final String LOCATION = "mp.jwt.verify.publickey.location";
    private static final String ALGORITHM = "mp.jwt.verify.publickey.algorithm";

    @TempDir
    Path directory;

    private static TokenSettings settings(Map<String, String> given) {
        var all = new HashMap<>(Map.of(
                ALGORITHM, "RS256,ES256", "mp.jwt.verify.issuer", Guarded.ISSUER, "mp.jwt.verify.audiences", "runlog"));
        all.putAll(given);
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "given", 500))
                .build();
        return new TokenSettings(() -> library(given), config);
    }

    /** As the library reads the same settings. */
    private static JWTAuthContextInfo library(Map<String, String> given) {
        var info = new JWTAuthContextInfo();
        info.setIssuedBy(Guarded.ISSUER);
        info.setExpectedAudience(Set.of("runlog"));
        info.setPublicKeyContent(given.get(KEY));
        info.setPublicKeyLocation(given.get(LOCATION));
        return info;
    }

    private static String token(KeyPair pair, SignatureAlgorithm algorithm) {
        return Jwt.claims()
                .issuer(Guarded.ISSUER)
                .audience("runlog")
                .subject("u")
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(60))
                .jws()
                .algorithm(algorithm)
                .sign(pair.getPrivate());
    }

    private static String base64(PublicKey key) {
        return Base64.getMimeEncoder().encodeToString(key.getEncoded());
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + base64(key) + "\n-----END PUBLIC KEY-----\n";
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("key"), content).toString();
    }

    private static void assertTrusts(Map<String, String> given, KeyPair pair, SignatureAlgorithm algorithm)
            throws Exception {
        var parser = new DefaultJWTParser();
        var checks = settings(given).read();

        assertThat(parser.parse(token(pair, algorithm), checks).getSubject()).isEqualTo("u");
        var other = Guarded.generated(pair.getPublic().getAlgorithm());
        assertThatThrownBy(() -> parser.parse(token(other, algorithm), checks)).isNotNull();
    }

    @Test
    void a_key_in_pem_is_taken_with_and_without_its_first_line() throws Exception {
        var key = Guarded.rsa().getPublic();

        assertTrusts(Map.of(KEY, pem(key)), Guarded.rsa(), SignatureAlgorithm.RS256);
        assertTrusts(Map.of(KEY, base64(key)), Guarded.rsa(), SignatureAlgorithm.RS256);
        assertTrusts(Map.of(KEY, pem(key), ALGORITHM, "PS256"), Guarded.rsa(), SignatureAlgorithm.PS256);
    }

    @Test
    void a_key_of_a_curve_is_taken_as_well() throws Exception {
        var key = Guarded.ec().getPublic();

        assertTrusts(Map.of(KEY, pem(key)), Guarded.ec(), SignatureAlgorithm.ES256);
        assertTrusts(Map.of(LOCATION, file(pem(key))), Guarded.ec(), SignatureAlgorithm.ES256);
    }

    @Test
    void a_file_is_named_by_its_path_or_its_address() throws Exception {
        var path = file(pem(Guarded.rsa().getPublic()));

        assertTrusts(Map.of(LOCATION, path), Guarded.rsa(), SignatureAlgorithm.RS256);
        assertTrusts(Map.of(LOCATION, "file://" + path), Guarded.rsa(), SignatureAlgorithm.RS256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/key.pem", "file:///nowhere/key.pem", "classpath:key", "\u0000"})
    void a_key_that_cannot_be_read_stops_the_start(String location) {
        var settings = settings(Map.of(LOCATION, location));

        assertThatThrownBy(settings::read).isInstanceOf(StartupFailure.class).hasMessageContaining("LOCATION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----", "!!"})
    void a_key_that_is_none_stops_the_start(String key) {
        assertThatThrownBy(settings(Map.of(KEY, key))::read).isInstanceOf(StartupFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "RS256,HS512", "x"})
    void algorithms_are_those_of_key_pairs(String algorithms) {
        var settings = settings(Map.of(KEY, pem(Guarded.rsa().getPublic()), ALGORITHM, algorithms));

        assertThatThrownBy(settings::read).isInstanceOf(StartupFailure.class).hasMessageContaining("ALGORITHM");
    }

    @Test
    void what_the_library_was_told_otherwise_does_not_count() {
        var checks = settings(Map.of(KEY, pem(Guarded.rsa().getPublic()))).read();

        assertThat(checks.getSignatureAlgorithm()).containsExactly(SignatureAlgorithm.RS256);
        assertThat(checks.getPublicKeyLocation()).isNull();
    }
}
