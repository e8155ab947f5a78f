package dev.runlog.access;

import io.smallrye.jwt.KeyProvider;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.KeyLocationResolver;
import java.io.IOException;
import java.security.Key;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Checks a JWT as the library does, which takes one without {@code kid} only where there is a single key: here it may be
 * of any key of the set that fits (RFC 7515, section 4.1.4: {@code kid} is a hint, and optional). For one token.
 */
final class TokenParser extends DefaultJWTTokenParser {

    @Override
    protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo checks)
            throws UnresolvableKeyException {
        return checks.isVerifyCertificateThumbprint() || checks.getKeyProvider() != KeyProvider.DEFAULT
                ? super.getVerificationKeyResolver(checks)
                : new Keys(checks);
    }

    /** The keys of one place, as they are at present. */
    private static final class Keys extends KeyLocationResolver {
        Keys(JWTAuthContextInfo checks) throws UnresolvableKeyException {
            super(checks);
        }

        @Override
        public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
            var isOfSet = httpsJwks != null || jsonWebKeys != null;
            if (!isOfSet || token.getKeyIdHeaderValue() != null || !isAllowed(token)) {
                return super.resolveKey(token, nesting);
            }
            var fitting = new JwksVerificationKeyResolver(keysFor(token.getAlgorithmHeaderValue()));
            fitting.setDisambiguateWithVerifySignature(true);
            return fitting.resolveKey(token, nesting);
        }

        private boolean isAllowed(JsonWebSignature token) {
            return authContextInfo.getSignatureAlgorithm().stream()
                    .anyMatch(allowed -> allowed.getAlgorithm().equals(token.getAlgorithmHeaderValue()));
        }

        private List<JsonWebKey> keysFor(String algorithm) throws UnresolvableKeyException {
            return all().stream()
                    .filter(key ->
                            key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                    .toList();
        }

        private List<JsonWebKey> all() throws UnresolvableKeyException {
            try {
                return httpsJwks == null ? jsonWebKeys : httpsJwks.getJsonWebKeys();
            } catch (JoseException | IOException outage) {
                throw new UnresolvableKeyException("The key set cannot be had", outage);
            }
        }
    }
}
