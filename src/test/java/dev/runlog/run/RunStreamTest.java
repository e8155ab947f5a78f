package dev.runlog.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.runlog.testing.EventReader;
import dev.runlog.testing.EventReader.Event;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.TestClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class RunStreamTest {
    @Inject
    TestClock clock;

    @TestHTTPResource("/")
    URI service;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    private EventReader stream(String query) {
        return EventReader.open(service.resolve("/api/v1/runs/stream" + query));
    }

    private static String said(Event event) {
        return event.data().path("connector").asText() + " "
                + event.data().path("status").asText();
    }

    @Test
    void a_run_is_told_of_when_it_starts_and_when_it_ends() {
        var run = Given.anUnknownRun();
        try (var stream = stream("?processId=" + run.processId())) {
            run.registers();
            var started = stream.next();
            run.logs(3).ends(1);
            var ended = stream.next();

            assertThat(List.of(started, ended)).allSatisfy(event -> {
                assertThat(event.name()).isEqualTo("run");
                assertThat(event.id()).isNull();
            });
            assertThat(said(started)).isEqualTo(run.connector() + " running");
            assertThat(said(ended)).isEqualTo(run.connector() + " failed");
            assertThat(ended.data().path("logs").path("total").asInt()).isEqualTo(3);
        }
    }

    @Test
    void first_contact_is_a_start_whatever_it_is() {
        var logging = Given.anUnknownRun();
        var writing = Given.anUnknownRun();
        try (var stream = stream("?processId=" + logging.processId() + "," + writing.processId())) {
            logging.says("info", "before the registration");
            var first = stream.next();
            given().contentType("text/plain")
                    .body("x")
                    .post("/ingest/v1/runs/" + writing.processId() + "/output/stdout")
                    .then()
                    .statusCode(200);
            var second = stream.next();
            logging.registers();
            var registered = stream.next();

            assertThat(processId(first)).isEqualTo(logging.processId().toString());
            assertThat(processId(second)).isEqualTo(writing.processId().toString());
            assertThat(said(registered)).isEqualTo(logging.connector() + " running");
        }
    }

    private static String processId(Event event) {
        return event.data().path("processId").asText();
    }

    @Test
    void a_run_that_turns_lost_is_told_of() {
        var run = Given.anUnknownRun()
                .deadlineAt(clock.instant().plusSeconds(600))
                .registers();
        try (var stream = stream("?processId=" + run.processId())) {
            clock.advance(Duration.ofSeconds(600));

            assertThat(said(stream.next())).isEqualTo(run.connector() + " lost");
        }
    }

    @Test
    void what_was_before_is_not_told_of() {
        var connector = Given.aConnector();
        Given.anUnknownRun().of(connector).registers().ends(0);
        try (var stream = stream("?connector=" + connector)) {
            var run = Given.anUnknownRun().of(connector).registers();

            assertThat(processId(stream.next())).isEqualTo(run.processId().toString());
        }
    }

    @Test
    void filters_are_those_of_the_list_and_may_name_what_is_still_to_be_seen() {
        var connector = Given.aConnector();
        try (var ofConnector = stream("?connector=" + connector);
                var failed = stream("?connector=" + connector + "&status=failed&exitCode=!0")) {
            var good = Given.anUnknownRun().of(connector).registers();
            ofConnector.next();
            good.ends(0);
            ofConnector.next();
            Given.aSucceededRun();
            var bad = Given.anUnknownRun().of(connector).registers();
            ofConnector.next();
            bad.ends(2);

            assertThat(processId(ofConnector.next())).isEqualTo(bad.processId().toString());
            assertThat(processId(failed.next())).isEqualTo(bad.processId().toString());
        }
    }

    @Test
    void no_change_of_many_is_missed_or_told_twice() {
        var connector = Given.aConnector();
        try (var stream = stream("?connector=" + connector)) {
            for (int i = 0; i < 15; i++) {
                GivenRun run = Given.anUnknownRun().of(connector).registers();
                assertThat(processId(stream.next())).isEqualTo(run.processId().toString());
                run.ends(0);
                assertThat(said(stream.next())).isEqualTo(connector + " succeeded");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=done", "exitCode=256", "limit=1", "sort=startedAt", "cursor=x", "from=", "site="})
    void what_is_wrong_in_the_address_is_a_400(String query) {
        given().get("/api/v1/runs/stream?" + query).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void other_methods_and_forms_are_refused() {
        given().post("/api/v1/runs/stream").then().statusCode(405);
        given().accept("application/json")
                .get("/api/v1/runs/stream")
                .then()
                .statusCode(406)
                .body("code", is("not-acceptable"));
    }
}
