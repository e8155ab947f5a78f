package dev.runlog.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Given;
import dev.runlog.testing.Sending;
import dev.runlog.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RunTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

    @Inject
    TestClock clock;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_run_says_everything_about_itself() {
        var run = Given.anUnknownRun()
                .startedAt(Given.minute(0))
                .deadlineAt(Given.minute(30))
                .registers()
                .says("info", "Reading")
                .says("success", "Read")
                .says("warning", "Slow")
                .says("error", "Feed rejected")
                .calls("GET", "/files/1", 404)
                .ends(137, Given.minute(1).plusMillis(234));

        run.get("")
                .statusCode(200)
                .body("processId", is(run.processId().toString()))
                .body("connector", is(run.connector()))
                .body("site", is(run.site()))
                .body("version", is(run.version()))
                .body("status", is("failed"))
                .body("exitCode", is(137))
                .body("startedAt", is("2026-10-01T10:00:00.000000Z"))
                .body("finishedAt", is("2026-10-01T10:01:00.234000Z"))
                .body("durationMs", is(60_234))
                .body("deadlineAt", is("2026-10-01T10:30:00.000000Z"))
                .body("lastActivityAt", matchesPattern(TIME))
                .body("logs.total", is(5))
                .body(
                        "logs.byLevel",
                        is(Map.of(
                                "emergency",
                                0,
                                "alert",
                                0,
                                "critical",
                                0,
                                "error",
                                2,
                                "warning",
                                1,
                                "notice",
                                0,
                                "info",
                                2,
                                "debug",
                                0)))
                .body("apiFailures", is(1))
                .body("output", is(Map.of("stdoutBytes", 0, "stderrBytes", 0)))
                .body("failure.kind", is("killed"))
                .body("failure.summary", is("Killed by SIGKILL (exit code 137), often out of memory"))
                .body("failure.fingerprint", matchesPattern("[0-9a-f]{16}"))
                .body("failure.seq", is(4));
    }

    @Test
    void a_run_that_goes_on_has_no_end() {
        Given.aRun()
                .get("")
                .body("status", is("running"))
                .body("exitCode", nullValue())
                .body("finishedAt", nullValue())
                .body("durationMs", nullValue())
                .body("failure", nullValue());
    }

    @Test
    void a_run_that_is_not_registered_is_running_without_a_connector() {
        var run = Given.anUnknownRun().says("info", "early");

        run.get("")
                .statusCode(200)
                .body("status", is("running"))
                .body("connector", nullValue())
                .body("site", nullValue())
                .body("version", nullValue())
                .body("startedAt", notNullValue())
                .body("logs.total", is(1));
        run.registers().get("").body("connector", is(run.connector())).body("logs.total", is(1));
    }

    @Test
    void without_a_deadline_of_its_own_a_run_has_six_hours() {
        Given.anUnknownRun()
                .startedAt(Given.minute(0))
                .registers()
                .get("")
                .body("deadlineAt", is("2026-10-01T16:00:00.000000Z"));
    }

    @Test
    void a_run_whose_deadline_has_passed_is_lost_until_its_end_arrives() {
        var start = clock.instant();
        var run = Given.anUnknownRun().deadlineAt(start.plusSeconds(60)).registers();
        clock.set(start.plusSeconds(60).minusNanos(1000));
        run.get("").body("status", is("running"));

        clock.set(start.plusSeconds(60));
        run.get("")
                .body("status", is("lost"))
                .body("exitCode", nullValue())
                .body("failure.kind", is("lost"))
                .body("failure.summary", is("No end was seen before the deadline"));

        clock.advance(Duration.ofHours(1));
        run.ends(0).get("").body("status", is("succeeded")).body("failure", nullValue());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0, succeeded,
            1, failed, no-evidence
            10, failed, no-evidence
            125, failed, command-not-run
            126, failed, command-not-run
            127, failed, command-not-run
            130, failed, killed
            134, failed, crashed-before-logging
            137, failed, killed
            139, failed, crashed-before-logging
            143, failed, killed
            192, failed, no-evidence
            255, failed, no-evidence
            , failed, no-evidence
            """)
    void the_exit_code_makes_status_and_kind_of_failure(Integer exitCode, String status, String kind) {
        Given.aRun()
                .ends(exitCode)
                .get("")
                .body("status", is(status))
                .body("exitCode", is(exitCode))
                .body("failure?.kind", is(kind));
    }

    @Test
    void a_failed_call_goes_before_an_error_as_the_kind_of_failure() {
        Given.aRun()
                .says("error", "Feed rejected")
                .ends(1)
                .get("")
                .body("failure.kind", is("application-error"))
                .body("failure.summary", is("Exit code 1 after 1 error"))
                .body("failure.seq", is(1));
        Given.aRun()
                .says("info", "Reading")
                .calls("GET", "/files/1", 500)
                .calls("GET", "/files/1", 500)
                .ends(1)
                .get("")
                .body("failure.kind", is("container-api-failure"))
                .body("failure.summary", is("Exit code 1 after 2 failed Container API calls"))
                .body("failure.seq", is(2));
    }

    @Test
    void an_end_before_the_start_took_no_time() {
        Given.anUnknownRun()
                .startedAt(Given.minute(1))
                .registers()
                .ends(0, Given.minute(0))
                .get("")
                .body("durationMs", is(0));
    }

    @Test
    void answers_write_the_process_id_in_lower_case() {
        var run = Given.aRun();

        given().get("/api/v1/runs/" + run.processId().toString().toUpperCase(Locale.ROOT))
                .then()
                .statusCode(200)
                .body("processId", is(run.processId().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"93e37cdf-046d-45b2-a983-1e2580e57b5c", "no-uuid", "1", "%00", "%2F", "%F0%9F%98%80"})
    void a_run_that_nobody_has_seen_is_a_404(String processId) {
        for (var below : new String[] {"", "/logs", "/failures"}) {
            given().urlEncodingEnabled(false)
                    .get("/api/v1/runs/" + processId + below)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void an_unchanged_run_is_answered_with_304() {
        var run = Given.aRun();
        var tag = run.get("").extract().header("ETag");

        assertThat(tag).matches("(W/)?\"[^\"]+\"");
        for (var known : new String[] {tag, "\"other\", " + tag, "*", tag.replace("W/", "")}) {
            given().header("If-None-Match", known)
                    .get(run.address())
                    .then()
                    .statusCode(304)
                    .header("ETag", is(tag))
                    .body(emptyOrNullString());
        }
        given().header("If-None-Match", "\"other\"").get(run.address()).then().statusCode(200);
    }

    @Test
    void a_changed_run_has_another_tag() {
        var run =
                Given.anUnknownRun().deadlineAt(clock.instant().plusSeconds(60)).registers();
        var running = run.get("").extract().header("ETag");

        clock.advance(Duration.ofMinutes(2));
        var lost = run.get("").extract().header("ETag");
        given().header("If-None-Match", running).get(run.address()).then().statusCode(200);
        run.says("info", "still here");

        assertThat(lost).isNotEqualTo(running);
        given().header("If-None-Match", lost).get(run.address()).then().statusCode(200);
    }

    @Test
    void what_the_sender_said_about_the_end_is_kept() {
        var run = Given.aRun();
        Sending.post("/ingest/v1/runs/" + run.processId() + "/finish", """
                {"exitCode": 1, "reason": "evicted"}
                """).statusCode(200);

        run.get("").body("reason", is("evicted"));
    }
}
