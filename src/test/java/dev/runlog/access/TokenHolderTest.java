package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenHolderTest {
    private static final String RUN = "93e37cdf-046d-45b2-a983-1e2580e57b5c";

    private static String id(String claims, boolean ofRun, String text) {
        try {
            return TokenHolder.idOf(
                    new DefaultJWTCallerPrincipal(JwtClaims.parse(claims)),
                    Optional.of(UUID.fromString(RUN)).filter(run -> ofRun),
                    new ObjectMapper().readTree(claims),
                    text);
        } catch (Exception broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"sub": "u-17", "client_id": "c"}  | true  | jwt:u-17
            {"upn": "u", "sub": "u-17"}        | false | jwt:u
            {"client_id": "c", "azp": "a"}     | true  | jwt-run:93e37cdf-046d-45b2-a983-1e2580e57b5c
            {"client_id": "c", "azp": "a"}     | false | jwt-client:c
            {"client_id": " ", "azp": "a"}     | false | jwt-client:a
            {"client_id": ["c"], "azp": "a"}   | false | jwt-client:a
            {"sub": "-client:c"}               | false | jwt:-client:c
            """)
    void a_token_is_somebodys_or_a_runs_or_a_clients(String claims, boolean ofRun, String expected) {
        assertThat(id(claims, ofRun, "a.b.c")).isEqualTo(expected);
    }

    @Test
    void else_it_is_its_own_however_its_signature_is_written() {
        assertThat(id("{}", false, "a.b.c"))
                .startsWith("jwt-token:")
                .isEqualTo(id("{}", false, "a.b.d"))
                .isNotEqualTo(id("{}", false, "a.c.c"));
    }
}
