package dev.runlog.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Given;
import dev.runlog.testing.OutputOf;
import dev.runlog.testing.OwnSession;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query that goes past its time budget, here since its table is locked. */
@QuarkusTest
class SlowQueryTest {
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final Duration SOON_AFTER = BUDGET.plusSeconds(4);

    @Inject
    OwnSession session;

    @Test
    void every_list_and_every_single_thing_is_given_up_with_a_word_on_how_to_narrow_it() throws Exception {
        var run = Given.aRun().says("info", "Reading").ends(0);
        new OutputOf(run.processId()).wrote("stdout", "reading\n");
        var addresses = List.of(
                "/api/v1/runs",
                "/api/v1/runs?format=ndjson",
                run.address(),
                "/api/v1/logs",
                "/api/v1/logs?format=text",
                "/api/v1/failures",
                run.address() + "/logs",
                run.address() + "/failures?format=csv",
                run.address() + "/output",
                run.address() + "/output/stdout",
                "/api/v1/states",
                "/api/v1/states/state-1",
                "/api/v1/connectors",
                "/api/v1/connectors/connector-1");

        try (var lock = session.transaction(
                "lock table run, run_tally, log_entry, state, state_change, connector in access exclusive mode")) {
            var slowest = AtOnce.run(addresses.size(), i -> givenUp(addresses.get(i)));

            assertThat(slowest).allSatisfy(took -> assertThat(took).isBetween(BUDGET, SOON_AFTER));
            lock.rollback();
        }
        run.get("").statusCode(200);
    }

    private static Duration givenUp(String address) {
        var began = System.nanoTime();
        given().urlEncodingEnabled(false)
                .get(address)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("\\d+"))
                .body("code", is("query-too-slow"))
                .body("detail", containsString("Narrow it"));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/logs?site=s&nonsense=1",
                "/api/v1/logs?site=s&sort=level",
                "/api/v1/failures?version=1&limit=0",
                "/api/v1/failures?uri=/files&responseCode=200",
                "/api/v1/logs/histogram?site=s&q="
            })
    void what_is_refused_is_not_asked_for(String address) throws Exception {
        try (var lock = session.transaction("lock table run, run_tally, log_entry in access exclusive mode")) {
            var began = System.nanoTime();
            given().get(address).then().statusCode(400);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BUDGET);
            lock.rollback();
        }
    }
}
