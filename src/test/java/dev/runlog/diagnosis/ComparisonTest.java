package dev.runlog.diagnosis;

import static dev.runlog.testing.Sending.put;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ComparisonTest {

    private static GivenRun like(GivenRun run, String version, int minute) {
        return Given.anUnknownRun()
                .of(run.connector())
                .at(run.site())
                .in(version)
                .startedAt(Given.minute(minute))
                .registers();
    }

    private static GivenRun first() {
        return Given.anUnknownRun().in("1.0").startedAt(Given.minute(0)).registers();
    }

    @Test
    void a_run_stands_beside_the_last_good_one() {
        var older = first().ends(0, Given.minute(1));
        var good = like(older, "1.0", 10)
                .says("error", "Row 3 skipped")
                .says("error", "Old trouble")
                .calls("GET", "/files/a?x=1", 404)
                .calls("DELETE", "/files/gone", 410)
                .ends(0, Given.minute(12));
        like(good, "1.1", 20).ends(1);
        state(good, "build_connector", 15);
        state(good, "sync_too_early", 5);
        state(good, "sync_too_late", 35);
        var run = like(good, "1.1", 30)
                .logs(3)
                .says("error", "Row 17 skipped")
                .says("alert", "New trouble")
                .calls("GET", "/files/b?x=2", 404)
                .calls("PUT", "/feedback?x=3", 503)
                .calls("PUT", "/feedback?x=4", 503)
                .ends(1, Given.minute(33));

        run.get("/comparison")
                .statusCode(200)
                .body("", aMapWithSize(10))
                .body("processId", is(run.processId().toString()))
                .body("lastGoodRun", is(good.processId().toString()))
                .body("version.now", is("1.1"))
                .body("version.then", is("1.0"))
                .body("durationRatio", is(1.5f))
                .body("byLevel.now.info", is(3))
                .body("byLevel.then.info", is(0))
                .body("byLevel.now.alert", is(1))
                .body("newFingerprints.title", hasItem("New trouble"))
                .body("newFingerprints.count", contains(2, 1, 1))
                .body("newFingerprints[1].sample.processId", is(run.processId().toString()))
                .body("newFingerprints[1].sample.seq", is(5))
                .body("newFingerprints[1].level", is(1))
                .body("newFingerprints[1].versions", contains("1.1"))
                .body("goneFingerprints.sample.seq", contains(2, 3, 4))
                .body("newFailures.method", contains("PUT", "GET"))
                .body("newFailures.path", contains("/feedback", "/files/b"))
                .body("newFailures.responseCode", contains(503, 404))
                .body("newFailures.count", contains(2, 1))
                .body("goneFailures.path", contains("/files/a", "/files/gone"))
                .body("statesBetween.name", contains("build_connector"));
    }

    @Test
    void kinds_of_errors_are_called_what_error_groups_call_them() {
        var good = first().ends(0, Given.minute(2));
        var run = like(good, "1.0", 10)
                .says("error", "\n \033[31m\033[0m\n  Boom\nat line 3")
                .ends(1, Given.minute(12));

        run.get("/comparison").statusCode(200).body("newFingerprints.title", contains("Boom"));
        Api.get("/api/v1/error-groups?connector=" + run.connector()).body("items.title", contains("Boom"));
    }

    private static void state(GivenRun run, String name, int minute) {
        put("/ingest/v1/states/" + name + "-" + Given.mark(), """
                {"connector": "%s", "name": "%s", "status": "done", "ownerId": "u", "at": "%s"}
                """.formatted(
                                run.connector(), name, Given.minute(minute)))
                .statusCode(201);
    }

    @Test
    void without_an_earlier_success_there_is_nothing_to_compare_with() {
        var run = first().ends(1);
        like(run, "1.0", 5).ends(0);
        like(run, "1.0", -5).at("another-site");

        run.get("/comparison")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", is("no-earlier-success"));
        RestAssured.get("/problems/no-earlier-success").then().statusCode(200);
    }

    @Test
    void a_run_that_goes_on_has_no_duration_to_compare() {
        var good = first().ends(0, Given.minute(2));

        like(good, "1.0", 10)
                .get("/comparison")
                .statusCode(200)
                .body("durationRatio", nullValue())
                .body("newFingerprints", empty())
                .body("statesBetween", empty());
    }

    @Test
    void each_list_is_bounded() {
        var good = first().ends(0, Given.minute(2));
        var run = like(good, "1.0", 10);
        for (int i = 0; i < 22; i++) {
            run.says("error", "trouble of kind " + (char) ('a' + i % 26) + (char) ('a' + i / 26));
            run.calls("GET", "/files/" + (char) ('a' + i % 26) + (char) ('a' + i / 26), 404);
            state(good, "sync", 5);
        }

        run.get("/comparison")
                .body("newFingerprints", hasSize(20))
                .body("newFailures", hasSize(20))
                .body("statesBetween", hasSize(20));
    }

    @Test
    void a_run_that_nobody_knows_and_a_parameter_that_is_not_known_are_refused() {
        RestAssured.get("/api/v1/runs/" + UUID.randomUUID() + "/comparison")
                .then()
                .statusCode(404)
                .body("code", is("run-not-found"));
        Given.aRun().get("/comparison?limit=3").statusCode(400).body("code", is("unknown-parameter"));
    }
}
