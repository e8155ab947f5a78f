package dev.runlog.ingest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DemoWeekTest {
    @Inject
    DemoWeek demo;

    @Inject
    Clock clock;

    @Test
    void the_week_has_runs_of_every_status_and_failures_of_every_kind() throws SQLException {
        demo.week(clock.instant());

        var connectors = "amazon-marketplace-export,google-shopping-export,magento-import,sap-import,shopify-export";
        given().queryParam("connector", connectors)
                .queryParam("limit", 1000)
                .get("/api/v1/runs")
                .then()
                .statusCode(200)
                .body("items.status", hasItems("running", "succeeded", "failed", "lost"))
                .body(
                        "items.failure.kind",
                        hasItems(
                                "lost",
                                "killed",
                                "command-not-run",
                                "container-api-failure",
                                "application-error",
                                "crashed-before-logging",
                                "no-evidence"));
        given().queryParam("connector", connectors)
                .queryParam("status", "failed")
                .get("/api/v1/states")
                .then()
                .statusCode(200)
                .body("items", not(empty()));
    }
}
