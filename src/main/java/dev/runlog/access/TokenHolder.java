package dev.runlog.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who holds a JWT, for bounds and repeated requests: whoever has several of the same is one caller. That is whom it is
 * about ({@code upn}, {@code preferred_username} or {@code sub}); where it says nobody, the run that it is limited to, so
 * that runs do not spend each other's quota; else the client that it was issued to ({@code client_id} of RFC 9068, {@code
 * azp} of OpenID Connect), so that a new token is no new quota; else the token itself, and nobody shares anything.
 */
final class TokenHolder {
    private TokenHolder() {}

    /**
     * An id such as {@code jwt:u-17}, {@code jwt-run:93e3…}, {@code jwt-client:crm} or {@code jwt-token:5f70…}: no claim of
     * one kind makes it that of another.
     *
     * @param run that it is limited to
     * @param text the token, of which only what is signed counts: the rest may be written in several ways
     */
    static String idOf(JsonWebToken token, Optional<UUID> run, JsonNode claims, String text) {
        return Stream.of(
                        said("jwt:", token.getName()),
                        run.map(id -> "jwt-run:" + id),
                        said("jwt-client:", claims.path("client_id").textValue()),
                        said("jwt-client:", claims.path("azp").textValue()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> "jwt-token:" + hash(text.substring(0, text.lastIndexOf('.'))));
    }

    /** @param name null or blank where it is not said */
    private static Optional<String> said(String kind, String name) {
        return Optional.ofNullable(name).filter(text -> !text.isBlank()).map(kind::concat);
    }

    private static String hash(String signed) {
        return HexFormat.of().formatHex(KeyText.hash(signed).array());
    }
}
