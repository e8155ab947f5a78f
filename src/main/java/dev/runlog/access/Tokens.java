package dev.runlog.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.page.Parameters;
import dev.runlog.platform.StartupFailure;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * JWTs of signed-in people and of single runs, checked by the settings of MicroProfile JWT. A claim that would limit what
 * a token reaches and cannot be read makes it worth nothing.
 */
@Singleton
class Tokens {
    private static final List<String> KEYS = List.of("mp.jwt.verify.publickey", "mp.jwt.verify.publickey.location");
    /** The library's default for all of these. */
    private static final String NOT_SET = "NONE";

    private static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String AUDIENCES = "mp.jwt.verify.audiences";
    private static final String ALGORITHMS = "mp.jwt.verify.publickey.algorithm";
    /** Of a key pair: whoever can check a token must not be able to make one. */
    private static final Set<String> PUBLIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EDDSA");

    private static final List<String> SCOPES = List.of("scope", "scopes", "groups");

    private final Instance<JWTParser> parser;
    private final ObjectMapper json;
    private final Config config;

    Tokens(Instance<JWTParser> parser, ObjectMapper json, Config config) {
        this.parser = parser;
        this.json = json;
        this.config = config;
    }

    boolean areConfigured() {
        return KEYS.stream().anyMatch(this::isSet);
    }

    private boolean isSet(String name) {
        return config.getOptionalValue(name, String.class)
                .filter(value -> !value.equals(NOT_SET))
                .isPresent();
    }

    /** @throws StartupFailure where tokens of anybody, for anybody, or by a shared secret would be taken */
    void check() {
        if (!areConfigured()) {
            return;
        }
        if (!isSet(ISSUER) || !isSet(AUDIENCES)) {
            throw new StartupFailure("With a key for JWTs their issuer and audience must be set too:"
                    + " MP_JWT_VERIFY_ISSUER and MP_JWT_VERIFY_AUDIENCES.");
        }
        for (var algorithm : config.getValues(ALGORITHMS, String.class)) {
            if (!PUBLIC.contains(algorithm.toUpperCase(Locale.ROOT))) {
                throw new StartupFailure("MP_JWT_VERIFY_PUBLICKEY_ALGORITHM may be " + String.join(", ", PUBLIC) + ".");
            }
        }
    }

    /** Empty where the token is not to be trusted. May wait for the key's address. */
    Optional<Credential> credential(String text) {
        if (!areConfigured()) {
            return Optional.empty();
        }
        try {
            return credential(parser.get().parse(text), payload(text));
        } catch (ParseException | IOException | IllegalArgumentException untrusted) {
            return Optional.empty();
        }
    }

    private JsonNode payload(String text) throws IOException {
        return json.readTree(Base64.getUrlDecoder().decode(text.split("\\.", -1)[1]));
    }

    private static Optional<Credential> credential(JsonWebToken token, JsonNode claims) {
        var connectors = connectors(claims);
        var processId = processId(claims);
        if (connectors.isEmpty() || processId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Credential(
                "jwt:" + token.getName(),
                scopes(claims),
                new Sight(connectors.get(), processId.get()),
                Optional.of(Instant.ofEpochSecond(token.getExpirationTime()))));
    }

    private static Set<Scope> scopes(JsonNode claims) {
        var scopes = new HashSet<Scope>();
        for (var name : SCOPES) {
            texts(claims.path(name)).flatMap(text -> Scope.of(text).stream()).forEach(scopes::add);
        }
        return scopes;
    }

    private static Stream<String> texts(JsonNode claim) {
        if (claim.isTextual()) {
            return Stream.of(claim.asText().split(" "));
        }
        var texts = new ArrayList<String>();
        claim.forEach(text -> texts.add(text.asText()));
        return texts.stream();
    }

    /** The limit, which may be none; empty where it cannot be read. */
    private static Optional<Optional<Set<String>>> connectors(JsonNode claims) {
        var claim = claims.path("connectors");
        if (claim.isMissingNode()) {
            return Optional.of(Optional.empty());
        }
        var names = new HashSet<String>();
        for (var name : claim) {
            if (!name.isTextual()) {
                return Optional.empty();
            }
            names.add(name.asText());
        }
        return claim.isArray() ? Optional.of(Optional.of(names)) : Optional.empty();
    }

    /** As {@link #connectors}. */
    private static Optional<Optional<UUID>> processId(JsonNode claims) {
        var claim = claims.path("process_id");
        return claim.isMissingNode()
                ? Optional.of(Optional.empty())
                : Parameters.id(claim.asText()).map(Optional::of);
    }
}
