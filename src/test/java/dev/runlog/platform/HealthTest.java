package dev.runlog.platform;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.TestClock;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
class HealthTest {
    @Inject
    TestClock clock;

    @ConfigProperty(name = "quarkus.management.test-port")
    int port;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_service_with_database_schema_and_partitions_is_ready() {
        health("ready")
                .statusCode(200)
                .body("checks.name", containsInAnyOrder("database", "schema", "partitions", "Graceful Shutdown"))
                .body("checks.status", everyItem(is("UP")));
    }

    @Test
    void without_a_partition_for_tomorrow_it_is_not_ready() {
        clock.advance(Duration.ofDays(3));

        health("ready")
                .statusCode(503)
                .body("checks.find { it.name == 'partitions' }.status", is("DOWN"))
                .body("checks.find { it.name == 'database' }.status", is("UP"));
    }

    @Test
    void it_is_alive_whatever_the_database_does() {
        health("live").statusCode(200).body("checks", hasSize(0));
    }

    private ValidatableResponse health(String kind) {
        return given().port(port).get("/q/health/" + kind).then();
    }
}
