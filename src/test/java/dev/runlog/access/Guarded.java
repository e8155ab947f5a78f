package dev.runlog.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A service that asks for credentials, with a key for the tests and two key pairs whose JWTs it takes. */
public class Guarded implements QuarkusTestProfile {
    static final String ADMIN_KEY = kept("admin-key", KeyText.fresh().text());
    static final String ISSUER = "https://login.example.org";
    static final String AUDIENCE = "runlog";
    private static final Path KEYS = Path.of("target", "jwks.json");

    /** Another class loader than the tests' reads the settings: what both must know is a system property. */
    private static String kept(String name, String fresh) {
        var property = "runlog.test." + name;
        var known = System.getProperties().putIfAbsent(property, fresh);
        return known == null ? fresh : (String) known;
    }

    static KeyPair rsa() {
        return pair("RSA");
    }

    static KeyPair ec() {
        return pair("EC");
    }

    private static KeyPair pair(String algorithm) {
        var fresh = generated(algorithm);
        var privately = kept(algorithm + ".private", text(fresh.getPrivate()));
        var publicly = kept(algorithm + ".public", text(fresh.getPublic()));
        try {
            var factory = KeyFactory.getInstance(algorithm);
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(bytes(publicly))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(bytes(privately))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text);
    }

    static KeyPair generated(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.writeString(
                    KEYS, new ObjectMapper().writeValueAsString(Map.of("keys", List.of(jwkOfRsa(), jwkOfEc()))));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Map.of(
                "runlog.auth",
                "on",
                "runlog.admin-key",
                ADMIN_KEY,
                "mp.jwt.verify.publickey.location",
                KEYS.toAbsolutePath().toUri().toString(),
                "mp.jwt.verify.issuer",
                ISSUER,
                "mp.jwt.verify.audiences",
                AUDIENCE);
    }

    private static Map<String, String> jwkOfRsa() {
        var key = (RSAPublicKey) rsa().getPublic();
        return Map.of(
                "kty",
                "RSA",
                "kid",
                "rsa",
                "use",
                "sig",
                "alg",
                "RS256",
                "n",
                base64(key.getModulus(), 256),
                "e",
                base64(key.getPublicExponent(), 3));
    }

    private static Map<String, String> jwkOfEc() {
        var point = ((ECPublicKey) ec().getPublic()).getW();
        return Map.of(
                "kty",
                "EC",
                "kid",
                "ec",
                "use",
                "sig",
                "alg",
                "ES256",
                "crv",
                "P-256",
                "x",
                base64(point.getAffineX(), 32),
                "y",
                base64(point.getAffineY(), 32));
    }

    private static String base64(BigInteger number, int size) {
        var bytes = number.toByteArray();
        var fixed = new byte[size];
        var copied = Math.min(size, bytes.length);
        System.arraycopy(bytes, bytes.length - copied, fixed, size - copied, copied);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
