package dev.runlog.diagnosis;

import static dev.runlog.testing.Sending.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import dev.runlog.testing.Api;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.RealInput;
import dev.runlog.testing.RealInput.Program;
import dev.runlog.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class DiagnosisResourceTest {
    private static final Map<String, String> VERDICTS = Map.of(
            "shell-not-found", "command-not-run",
            "shell-not-executable", "command-not-run",
            "killed", "killed",
            "term", "killed");

    @Inject
    TestClock clock;

    @AfterEach
    void reset() {
        clock.reset();
    }

    static Stream<Program> programs() {
        return RealInput.programs();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void a_real_program_that_failed_before_it_logged_is_diagnosed_from_its_output(Program program) {
        var run = Given.aRun();
        run.replays(program);

        run.get("/diagnosis")
                .statusCode(200)
                .body("verdict", is(VERDICTS.getOrDefault(program.name(), "crashed-before-logging")));
    }

    @Test
    void the_five_steps_lead_to_the_evidence() {
        var run = Given.aRun()
                .logs(30)
                .says("error", "Row 17 rejected")
                .says("error", "Row 18 rejected")
                .calls("GET", "/files/input/full?page=2", 404)
                .says("critical", "Giving up");
        run.writes("stderr", RealInput.bytes("output/python.stderr"));
        var build = state(run, "build_connector", "failed");
        run.ends(1);

        var diagnosis = run.get("/diagnosis")
                .statusCode(200)
                .body("processId", is(run.processId().toString()))
                .body("verdict", is("container-api-failure"))
                .body("confidence", is("medium")) // an error came before it
                .body("alsoFits", contains("application-error", "deployment-not-ready"))
                .body("summary", endsWith("the first: GET /files/input/full answered 404"))
                .body("steps.step", contains(1, 2, 3, 4, 5))
                .body("steps.result", contains("problem", "problem", "problem", "problem", "problem"))
                .body("steps[0].evidence.href", contains(run.address()))
                .body("steps[1].finding", containsString("34 entries: 1 critical, 3 error, 30 info."))
                .body("steps[1].evidence.seq", contains(31, 31, 34))
                .body("steps[1].evidence.excerpt", contains("Row 17 rejected", "2 × Row 17 rejected", "1 × Giving up"))
                .body("steps[2].evidence.seq", contains(33, 33))
                .body("steps[3].evidence[0].excerpt", containsString("FeedError: item 2 has no price"))
                .body("steps[4].evidence.href", contains("/api/v1/states/" + build))
                .body("comparison.lastGoodRun", nullValue())
                .extract()
                .jsonPath();
        assertThat(hrefs(diagnosis))
                .allSatisfy(href -> Api.get(href).statusCode(200))
                .hasSize(8);
        given().get(diagnosis.getString("steps[1].evidence[0].href"))
                .then()
                .body("items.message", contains("Row 17 rejected"));
        given().get(diagnosis.getString("steps[3].evidence[0].href"))
                .then()
                .body(startsWith("Traceback (most recent call last):"));
    }

    private static List<String> hrefs(JsonPath diagnosis) {
        return diagnosis.<List<String>>getList("steps.evidence.href").stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void every_address_that_an_action_names_is_there() {
        var good = Given.aSucceededRun();
        var run = Given.anUnknownRun()
                .of(good.connector())
                .at(good.site())
                .registers()
                .says("error", "Feed rejected")
                .calls("PUT", "/feedback", 503);
        run.writes("stderr", "bye\n");
        run.ends(1);

        var actions = run.get("/diagnosis").extract().jsonPath().<String>getList("nextActions");

        assertThat(actions).hasSizeBetween(3, 5).allSatisfy(action -> {
            var address = action.substring(action.lastIndexOf(" /") + 1);
            Api.get(address).statusCode(200);
        });
    }

    @Test
    void the_kind_of_failure_in_lists_is_the_verdict_where_the_counts_tell_it() {
        for (var run : List.of(
                Given.aRun().ends(137),
                Given.aRun().ends(127),
                Given.aRun().ends(139),
                Given.aFailedRun(),
                Given.aRun().calls("GET", "/x", 500).ends(1),
                Given.aRun().ends(1))) {
            var kind = run.get("").extract().<String>path("failure.kind");

            run.get("/diagnosis").body("verdict", is(kind));
        }
    }

    @Test
    void a_run_that_goes_on_is_diagnosed_too() {
        Given.aRun()
                .get("/diagnosis")
                .body("verdict", is("running"))
                .body("steps.result", contains("ok", "missing", "ok", "missing", "missing"));
    }

    @Test
    void a_run_that_is_not_registered_has_no_states_to_look_at() {
        Given.anUnknownRun()
                .says("error", "x")
                .ends(1)
                .get("/diagnosis")
                .body("verdict", is("application-error"))
                .body("steps[4].result", is("skipped"));
    }

    @Test
    void a_lost_run_is_found_lost() {
        var run = Given.anUnknownRun()
                .deadlineAt(Instant.now().plusSeconds(60))
                .registers()
                .says("error", "Stuck");
        clock.advance(Duration.ofMinutes(5));

        run.get("/diagnosis")
                .body("verdict", is("lost"))
                .body("alsoFits", contains("application-error"))
                .body("nextActions", hasItem(containsString("/ingest/v1/runs/" + run.processId() + "/finish")));
    }

    @Test
    void states_of_another_version_say_nothing() {
        var run = Given.aRun();
        state(run.in("9.9"), "build_connector", "failed");

        run.ends(1).get("/diagnosis").body("verdict", is("no-evidence")).body("steps[4].result", is("missing"));
    }

    @Test
    void what_becomes_of_a_build_behind_a_run_is_not_held_against_the_run() {
        var run = Given.anUnknownRun();
        var build = state(run, "build_connector", "done");
        run.registers().ends(1);

        put("/ingest/v1/states/" + build, """
                {"connector": "%s", "name": "build_connector", "status": "failed", "ownerId": "u"}
                """.formatted(run.connector())).statusCode(200);

        run.get("/diagnosis")
                .body("verdict", is("no-evidence"))
                .body("steps[4].result", is("ok"))
                .body("steps[4].evidence[0].href", endsWith(build));
    }

    @Test
    void a_build_is_found_behind_many_of_other_versions() {
        var run = Given.anUnknownRun();
        var build = state(run, "build_connector", "done");
        for (int i = 0; i < 110; i++) {
            state(run.in("2.0"), "build_connector", "done");
        }

        run.registers()
                .ends(1)
                .get("/diagnosis")
                .body("steps[4].result", is("ok"))
                .body("steps[4].evidence.href", contains("/api/v1/states/" + build));
    }

    /** Of this many kinds not all are looked at. */
    @Test
    void the_first_of_thousands_of_different_errors_is_the_first() {
        var run = Given.aRun();
        var errors = IntStream.range(0, 4_000)
                .mapToObj(i -> "{\"level\": \"error\", \"message\": \"Rejected: " + word(i) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));

        run.logs(errors)
                .ends(1)
                .get("/diagnosis")
                .body(
                        "steps[1].finding",
                        containsString("The first error is entry 1 of 4000; at least 20 kinds of error."))
                .body("steps[1].evidence[0].seq", is(1));
    }

    /** In letters only: numbers make no other kind. */
    private static String word(int number) {
        return Integer.toString(number + 10_000)
                .chars()
                .mapToObj(digit -> String.valueOf((char) ('k' + digit - '0')))
                .collect(Collectors.joining());
    }

    @Test
    void a_terminal_gets_text() {
        var run = Given.aFailedRun();

        var text = given().accept("text/plain")
                .get(run.address() + "/diagnosis")
                .then()
                .statusCode(200)
                .contentType("text/plain;charset=UTF-8")
                .extract()
                .asString();

        assertThat(text)
                .startsWith("Run " + run.processId() + "\n")
                .contains("Verdict: application-error (confidence: high)", "2. Application logs [PROBLEM]");
        run.get("/diagnosis?format=text")
                .contentType("text/plain;charset=UTF-8")
                .body(is(text));
        given().accept("text/html")
                .get(run.address() + "/diagnosis")
                .then()
                .statusCode(406)
                .body("code", is("not-acceptable"));
        run.get("/diagnosis?format=csv").statusCode(400).body("errors[0].parameter", is("format"));
        run.get("/diagnosis?fromat=text").statusCode(400).body("code", is("unknown-parameter"));
    }

    @Test
    void a_run_that_nobody_knows_is_a_404() {
        given().get("/api/v1/runs/" + UUID.randomUUID() + "/diagnosis")
                .then()
                .statusCode(404)
                .body("code", is("run-not-found"));
    }

    @Test
    void output_in_tiny_writes_is_read_from_its_end() {
        var run = Given.aRun();
        for (var piece : "Starting\nException in thread \"main\" java.lang.Error: x\n".split("(?<=\\G.{7})")) {
            run.writes("stderr", piece);
        }

        run.ends(1).get("/diagnosis").body("summary", endsWith("; stderr says: java.lang.Error: x"));
    }

    @Test
    void of_long_output_only_the_end_is_looked_at() {
        var run = Given.aRun();
        run.writes("stderr", RealInput.bytes("output/java.stderr"));
        run.writes("stderr", "still going\n".repeat(20_000));
        run.ends(1);

        run.get("/diagnosis")
                .body("confidence", is("medium"))
                .body("steps[3].evidence", hasSize(1))
                .body(
                        "steps[3].evidence[0].excerpt",
                        is("still going\n".repeat(20).strip()));
    }

    private static String state(GivenRun run, String name, String status) {
        var id = name + "-" + Given.mark();
        put("/ingest/v1/states/" + id, """
                {"connector": "%s", "version": "%s", "name": "%s", "status": "%s", "ownerId": "u"}
                """.formatted(run.connector(), run.version(), name, status))
                .statusCode(oneOf(200, 201));
        return id;
    }
}
