package dev.runlog.access;

import dev.runlog.platform.StartupFailure;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** By what JWTs are checked: the settings of MicroProfile JWT, and the key that they hold or point at. */
@Singleton
class TokenSettings {
    private static final String KEY = "mp.jwt.verify.publickey";
    private static final String LOCATION = "mp.jwt.verify.publickey.location";
    private static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String AUDIENCES = "mp.jwt.verify.audiences";
    private static final String ALGORITHMS = "mp.jwt.verify.publickey.algorithm";

    /** The library's default for all of these. */
    private static final String NOT_SET = "NONE";

    private static final Set<SignatureAlgorithm> OF_RSA = EnumSet.of(
            SignatureAlgorithm.RS256,
            SignatureAlgorithm.RS384,
            SignatureAlgorithm.RS512,
            SignatureAlgorithm.PS256,
            SignatureAlgorithm.PS384,
            SignatureAlgorithm.PS512);

    private static final Set<SignatureAlgorithm> OF_CURVES = EnumSet.of(
            SignatureAlgorithm.ES256, SignatureAlgorithm.ES384, SignatureAlgorithm.ES512, SignatureAlgorithm.EDDSA);

    private final Supplier<JWTAuthContextInfo> library;
    private final Config config;

    @Inject
    TokenSettings(Instance<JWTAuthContextInfo> library, Config config) {
        this(library::get, config);
    }

    TokenSettings(Supplier<JWTAuthContextInfo> library, Config config) {
        this.library = library;
        this.config = config;
    }

    boolean areGiven() {
        return value(KEY).isPresent() || value(LOCATION).isPresent();
    }

    private Optional<String> value(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.equals(NOT_SET));
    }

    /**
     * A key set at an address of the web is fetched when the first token comes, and not here.
     *
     * @throws StartupFailure where tokens of anybody, for anybody, or by a shared secret would be taken, or the key cannot
     *     be read
     */
    JWTAuthContextInfo read() {
        if (value(ISSUER).isEmpty() || value(AUDIENCES).isEmpty()) {
            throw new StartupFailure("With a key for JWTs their issuer and audience must be set too:"
                    + " MP_JWT_VERIFY_ISSUER and MP_JWT_VERIFY_AUDIENCES.");
        }
        var info = withoutNeeds(new JWTAuthContextInfo(library.get()));
        var algorithms = algorithms();
        info.setSignatureAlgorithm(algorithms);
        var location = value(LOCATION).orElse("");
        if (value(KEY).isEmpty() && location.matches("(?i)https?://.*")) {
            return info;
        }
        var content = value(KEY).orElseGet(() -> contentOf(location)).strip();
        info.setPublicKeyLocation(null);
        if (content.startsWith("{")) {
            info.setPublicKeyContent(content);
            return info;
        }
        var key = key(content);
        info.setPublicKeyContent(null);
        info.setPublicVerificationKey(key);
        info.setSignatureAlgorithm(algorithmsOf(key, algorithms));
        return info;
    }

    /** The library would ask for somebody's name, and for the time of issue, which is needed where an age is bounded. */
    private static JWTAuthContextInfo withoutNeeds(JWTAuthContextInfo info) {
        info.setRequireNamedPrincipal(false);
        if (info.getTokenAge() == null && info.getMaxTimeToLiveSecs() == null) {
            info.setMaxTimeToLiveSecs(0L); // by which the library is told that it need not be there
        }
        return info;
    }

    /** Of a key pair: whoever can check a token must not be able to make one. */
    private Set<SignatureAlgorithm> algorithms() {
        var algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        for (var name : config.getValues(ALGORITHMS, String.class)) {
            algorithms.add(Stream.of(OF_RSA, OF_CURVES)
                    .flatMap(Set::stream)
                    .filter(known -> known.name().equals(name.strip().toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new StartupFailure(
                            "MP_JWT_VERIFY_PUBLICKEY_ALGORITHM may be some of " + OF_RSA + " and " + OF_CURVES + ".")));
        }
        return algorithms;
    }

    private static String contentOf(String location) {
        try {
            return Files.readString(location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new StartupFailure("The key for JWTs cannot be read from MP_JWT_VERIFY_PUBLICKEY_LOCATION=" + location
                    + ": " + unreadable.getClass().getSimpleName() + ".");
        }
    }

    private static PublicKey key(String pem) {
        try {
            if (pem.contains("BEGIN CERTIFICATE")) {
                var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(bytes)
                        .getPublicKey();
            }
            return decoded(pem);
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new StartupFailure(
                    "The key for JWTs is neither a public key or certificate in PEM nor a JWK or JWKS.");
        }
    }

    /** PEM does not say which kind of key it holds where its first line is left out. */
    private static PublicKey decoded(String pem) throws GeneralSecurityException {
        GeneralSecurityException broken = null;
        for (var kind : Stream.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA)
                .toList()) {
            try {
                return KeyUtils.decodePublicKey(pem, kind);
            } catch (GeneralSecurityException another) {
                broken = another;
            }
        }
        throw broken;
    }

    /** Those of them that go with the key: an elliptic one has but one. */
    private static Set<SignatureAlgorithm> algorithmsOf(PublicKey key, Set<SignatureAlgorithm> wanted) {
        if (key instanceof RSAPublicKey) {
            var some = EnumSet.copyOf(OF_RSA);
            some.retainAll(wanted);
            return some.isEmpty() ? EnumSet.of(SignatureAlgorithm.RS256) : some;
        }
        if (key instanceof ECPublicKey curve) {
            return EnumSet.of(
                    switch (curve.getParams().getCurve().getField().getFieldSize()) {
                        case 384 -> SignatureAlgorithm.ES384;
                        case 521 -> SignatureAlgorithm.ES512;
                        default -> SignatureAlgorithm.ES256;
                    });
        }
        return EnumSet.of(SignatureAlgorithm.EDDSA);
    }
}
