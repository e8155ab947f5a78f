package dev.runlog.testing;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ContractInstallationTest {

    @Test
    void an_exchange_as_documented_passes_and_can_be_read() {
        get("/problems/run-not-found").then().statusCode(200).body(containsString("run-not-found"));
        get("/problems/no-such-code").then().statusCode(404).body("code", containsString("not-found"));
    }

    @Test
    void an_unknown_address_passes_if_it_is_refused_as_a_problem() {
        get("/api/v1/no-such-thing").then().statusCode(404);
    }

    @Test
    void a_method_that_is_not_documented_passes_if_it_is_refused_as_a_problem() {
        given().delete("/problems/run-not-found").then().statusCode(405);
    }

    @Test
    void an_answer_that_is_not_documented_fails_the_test() {
        assertThatThrownBy(() -> get("/api/v1/undocumented"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the address is not documented");
    }

    @Path("/api/v1/undocumented")
    static class Undocumented {
        @GET
        @Operation(hidden = true)
        public String answer() {
            return "hidden";
        }
    }
}
