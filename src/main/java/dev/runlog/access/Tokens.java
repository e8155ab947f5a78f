package dev.runlog.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runlog.page.Parameters;
import dev.runlog.platform.StartupFailure;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * JWTs of signed-in people and of single runs, checked by the settings of MicroProfile JWT. A claim that would limit what
 * a token reaches and cannot be read makes it worth nothing.
 */
@Singleton
class Tokens {
    private static final List<String> SCOPES = List.of("scope", "scopes", "groups");

    private static final int MOST_CAUSES = 8;

    private final TokenSettings settings;
    private volatile JWTAuthContextInfo checks;

    Tokens(TokenSettings settings) {
        this.settings = settings;
    }

    boolean areConfigured() {
        return settings.areGiven();
    }

    /** @throws StartupFailure as {@link TokenSettings#read} */
    void check() {
        if (areConfigured()) {
            checks = settings.read();
        }
    }

    /**
     * Empty where the token is not to be trusted. May wait for the key's address.
     *
     * @throws Refusal 503 where the keys cannot be had from there
     */
    Optional<Credential> credential(String text) {
        if (checks == null) {
            return Optional.empty();
        }
        try {
            var token = new DefaultJWTCallerPrincipal(
                    new TokenParser().parse(text, checks).getJwtClaims());
            return credential(token, payload(text), text);
        } catch (ParseException untrusted) {
            if (isOutage(untrusted)) {
                throw Problems.unavailable("The keys of JWTs cannot be had at present.");
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException | ClassCastException untrusted) {
            return Optional.empty();
        }
    }

    private static boolean isOutage(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .anyMatch(IOException.class::isInstance);
    }

    private static JsonNode payload(String text) throws IOException {
        return JsonNames.read(Base64.getUrlDecoder().decode(text.split("\\.", -1)[1]));
    }

    private static Optional<Credential> credential(JsonWebToken token, JsonNode claims, String text) {
        var connectors = connectors(claims);
        var processId = processId(claims);
        if (connectors.isEmpty() || processId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Credential(
                TokenHolder.idOf(token, processId.get(), claims, text),
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
        if (claim.isArray()) {
            claim.forEach(text -> texts.add(text.asText()));
        }
        return texts.stream();
    }

    /** The limit, which may be none; empty where it cannot be read. */
    private static Optional<Optional<Set<String>>> connectors(JsonNode claims) {
        var claim = claims.path("connectors");
        if (claim.isMissingNode()) {
            return Optional.of(Optional.empty());
        }
        var names = new HashSet<String>();
        for (var item : claim) {
            var name = JsonNames.nameOf(item);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
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
