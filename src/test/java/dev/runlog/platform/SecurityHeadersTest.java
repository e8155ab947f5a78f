package dev.runlog.platform;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Given;
import dev.runlog.testing.Sending;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SecurityHeadersTest {
    private static final String STRICT =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static ValidatableResponse isSafe(ValidatableResponse answer) {
        return answer.header("X-Content-Type-Options", is("nosniff"))
                .header("Referrer-Policy", is("no-referrer"))
                .header("Cross-Origin-Resource-Policy", is("same-origin"))
                .header("Server", nullValue())
                .header("X-Powered-By", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/runs,200",
        "GET,/api/v1/runs?format=csv,200",
        "GET,/api/v1/runs?x=1,400",
        "GET,/nothing,404",
        "GET,/api/v1/runs/93e37cdf-046d-45b2-a983-1e2580e57b5c,404",
        "DELETE,/api/v1/runs,405",
        "GET,/api/v1/runs;x=1,400",
        "GET,/problems/not-found,200",
        "POST,/ingest/v1/runs/x/logs,400",
        "POST,/otlp/v1/logs,200",
        "POST,/otlp/v1/traces,404",
        "POST,/container-api/x/logs/info,404"
    })
    void every_answer_and_every_refusal_is_safe(String method, String address, int status) {
        isSafe(given().noFilters()
                        .urlEncodingEnabled(false)
                        .contentType("application/json")
                        .body("{}")
                        .request(method, address)
                        .then())
                .statusCode(status)
                .header("Content-Security-Policy", is(STRICT))
                .header("Cache-Control", is("no-store"));
    }

    @Test
    void a_write_is_kept_by_nobody() {
        isSafe(Sending.post("/ingest/v1/runs/" + UUID.randomUUID() + "/logs", "{\"message\": \"x\"}"))
                .statusCode(201)
                .header("Cache-Control", is("no-store"));
    }

    @Test
    void what_has_an_etag_is_asked_for_again_with_it() {
        var run = Given.aRun();
        var tag = isSafe(run.get(""))
                .header("Cache-Control", is("private, no-cache"))
                .extract()
                .header("ETag");

        isSafe(given().header("If-None-Match", tag).get(run.address()).then())
                .statusCode(304)
                .header("Cache-Control", is("private, no-cache"));
    }

    @Test
    void swagger_ui_runs_only_its_own_scripts() {
        isSafe(given().noFilters().get("/q/swagger-ui/").then())
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'self'; script-src 'self'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
    }
}
