package dev.runlog.platform;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RequestIdTest {
    private static final String HEADER = "X-Request-Id";

    @Test
    void what_was_sent_comes_back_on_every_answer() {
        var answer = given().header(HEADER, "checkout-4711").get("/nothing/here");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.header(HEADER)).isEqualTo("checkout-4711");
    }

    @Test
    void without_one_a_uuid_is_made() {
        assertThat(UUID.fromString(get("/problems/not-found").header(HEADER))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "two words", "tab\there", "gr\u00fcn", "del\u007f", "a\u001b[31mred", "a\r\nINFO forged"})
    void what_is_not_visible_ascii_is_replaced(String sent) {
        assertThat(RequestId.of(sent)).isNotEqualTo(sent).hasSize(36);
    }

    @Test
    void up_to_128_characters_are_taken() {
        assertThat(RequestId.of("x".repeat(128))).isEqualTo("x".repeat(128));
        assertThat(RequestId.of("x".repeat(129))).hasSize(36);
    }
}
