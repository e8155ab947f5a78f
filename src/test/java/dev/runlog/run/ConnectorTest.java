package dev.runlog.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ConnectorTest {
    private static final String CONNECTORS = "/api/v1/connectors";

    @Inject
    TestClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_connector_knows_its_versions_and_its_last_runs() {
        var connector = Given.aConnector();
        var good = Given.anUnknownRun()
                .of(connector)
                .in("1.0")
                .startedAt(Given.minute(1))
                .registers()
                .ends(0);
        var bad = Given.anUnknownRun()
                .of(connector)
                .in("1.1")
                .startedAt(Given.minute(2))
                .registers()
                .ends(1);
        Given.anUnknownRun()
                .of(connector)
                .in("1.0")
                .startedAt(Given.minute(0))
                .registers()
                .ends(0);

        Api.get(CONNECTORS + "/" + connector)
                .statusCode(200)
                .body("connector", is(connector))
                .body("versions", contains("1.1", "1.0"))
                .body("lastRun.processId", is(bad.processId().toString()))
                .body("lastRun.status", is("failed"))
                .body("lastRun.startedAt", is("2026-10-01T10:02:00.000000Z"))
                .body("lastSuccess.processId", is(good.processId().toString()))
                .body("lastSuccess.status", is("succeeded"));
    }

    @Test
    void a_run_that_says_later_that_it_started_earlier_is_not_the_last() {
        var connector = Given.aConnector();
        var moved = Given.anUnknownRun().of(connector).registers().ends(0);
        var last = Given.anUnknownRun()
                .of(connector)
                .startedAt(Given.minute(2))
                .registers()
                .ends(0);
        Given.anUnknownRun()
                .of(connector)
                .startedAt(Given.minute(3))
                .registers()
                .ends(1);

        moved.startedAt(Given.minute(1)).registers();

        Api.get(CONNECTORS + "/" + connector)
                .body("lastRun.startedAt", is("2026-10-01T10:03:00.000000Z"))
                .body("lastRun.status", is("failed"))
                .body("lastSuccess.processId", is(last.processId().toString()));
    }

    @Test
    void a_connector_that_never_succeeded_has_no_last_success() {
        var run =
                Given.anUnknownRun().deadlineAt(clock.instant().plusSeconds(60)).registers();

        Api.get(CONNECTORS + "/" + run.connector())
                .body("lastRun.status", is("running"))
                .body("lastSuccess", nullValue());
        clock.advance(Duration.ofMinutes(2));
        Api.get(CONNECTORS + "/" + run.connector()).body("lastRun.status", is("lost"));
    }

    @Test
    void connectors_are_walked_by_name() {
        for (int i = 0; i < 3; i++) {
            Given.aRun();
        }

        var names = Api.<String>walk(CONNECTORS + "?limit=50", "connector");

        assertThat(names).doesNotHaveDuplicates().containsExactlyElementsOf(new TreeSet<>(names));
        Api.get(CONNECTORS + "?limit=1&count=true").body("count.value", greaterThan(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a+b", "ü%", "😀"})
    void a_name_of_any_characters_can_be_asked_for(String start) {
        var run = Given.anUnknownRun().of(start + Given.mark()).registers();

        given().get(CONNECTORS + "/{name}", run.connector())
                .then()
                .statusCode(200)
                .body("connector", is(run.connector()));
        given().queryParam("connector", run.connector())
                .get("/api/v1/runs")
                .then()
                .body("items.processId", contains(run.processId().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "%00", "%20"})
    void a_connector_that_nobody_has_seen_is_a_404(String name) {
        Api.get(CONNECTORS + "/" + name).statusCode(404).contentType("application/problem+json");
    }

    @Test
    void one_connector_takes_no_parameters() {
        Api.get(CONNECTORS + "/" + Given.aRun().connector() + "?cursor=x")
                .statusCode(400)
                .body("code", is("unknown-parameter"))
                .body("detail", is("Not known here: cursor. Known: none."));
    }
}
