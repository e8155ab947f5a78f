package dev.runlog.diagnosis;

import static dev.runlog.testing.Sending.post;
import static dev.runlog.testing.Sending.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.runlog.testing.AtOnce;
import dev.runlog.testing.Given;
import dev.runlog.testing.GivenRun;
import dev.runlog.testing.RealInput;
import dev.runlog.testing.RealInput.Program;
import dev.runlog.testing.TestClock;
import dev.runlog.testing.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list says why a run failed, whatever the evidence is and whenever it arrives. */
@QuarkusTest
class KeptFailureTest {
    static final String TRACE = """
            Traceback (most recent call last):
              File "/app/export.py", line 8, in main
            ValueError: could not convert string to float: 'n/a'
            """;
    static final String NOT_IN_PLACE = "Exit code 1; the build or sync of its version was not in place when it started";
    static final String SAYS = "; stderr says: ValueError: could not convert string to float: 'n/a'";

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
    void of_a_real_program_that_only_wrote_output_it_is_what_its_diagnosis_says(Program program) {
        var run = Given.aRun();
        run.replays(program);

        String kind = run.get("").extract().path("failure.kind");
        String summary = run.get("").extract().path("failure.summary");

        run.get("/diagnosis")
                .body("verdict", is(kind))
                .body("summary", startsWith(summary.replace("; see stderr", "")));
    }

    @Test
    void the_answer_to_the_end_and_every_list_name_it() {
        var run = Given.aRun();
        run.writes("stderr", TRACE);

        post("/ingest/v1/runs/" + run.processId() + "/finish", "{\"exitCode\": 1}")
                .statusCode(200)
                .body("failure.kind", is("crashed-before-logging"))
                .body("failure.summary", is("Exit code 1 before the first log entry" + SAYS));

        given().get("/api/v1/runs?connector=" + run.connector())
                .then()
                .body("items[0].failure.summary", is("Exit code 1 before the first log entry" + SAYS));
    }

    @Test
    void a_trace_behind_a_clean_log_is_an_error_of_the_application() {
        var run = Given.aRun().logs(3);
        run.writes("stderr", TRACE);

        run.ends(1);

        isKept(run, "application-error", "Exit code 1" + SAYS);
    }

    @Test
    void output_that_arrives_behind_the_end_counts() throws InterruptedException {
        var run = Given.aRun().logs(3).ends(1);
        isKept(run, "no-evidence", "Exit code 1 without an error in the logs");

        run.writes("stderr", TRACE.substring(0, 50));
        run.writes("stderr", TRACE.substring(50));

        assertThat(Waiting.until(() -> kind(run).equals("application-error"))).isTrue();
        isKept(run, "application-error", "Exit code 1" + SAYS);
    }

    @Test
    void an_entry_that_arrives_behind_the_end_counts() {
        var run = Given.aRun();
        run.writes("stderr", TRACE);
        run.ends(1).says("error", "Feed rejected");

        isKept(run, "application-error", "Exit code 1 after 1 error" + SAYS);
        run.calls("GET", "/files/1", 404);
        isKept(run, "container-api-failure", "Exit code 1 after 1 failed Container API call");
    }

    @Test
    void without_an_exit_code_a_word_of_its_killing_is_what_is_known() throws InterruptedException {
        var run = Given.aRun().logs(3);
        run.writes("stderr", "Killed\n");

        run.ends(null);

        isKept(run, "killed", "The container vanished without an exit code; stderr says: Killed");
        assertThat(listed(run)).isEqualTo("killed");
        run.get("/diagnosis").body("confidence", is("medium"));
        run.writes("stderr", TRACE);
        assertThat(Waiting.until(() -> listed(run).equals("application-error"))).isTrue();
    }

    @Test
    void a_failed_build_is_named_where_nothing_else_is() {
        var run = Given.aRun();
        state(run, "build_connector", "failed");

        run.ends(1);

        isKept(run, "deployment-not-ready", NOT_IN_PLACE);
    }

    @Test
    void a_state_that_arrives_behind_the_end_counts() {
        var run = Given.aRun().logs(1).ends(1);
        var bystander =
                Given.anUnknownRun().of(run.connector()).registers().logs(1).ends(1);
        isKept(run, "no-evidence", "Exit code 1 without an error in the logs");
        var before = Instant.now().minusSeconds(60);

        var build = state(run, "build_connector", "running", before);
        isKept(run, "deployment-not-ready", NOT_IN_PLACE);
        isKept(bystander, "no-evidence", "Exit code 1 without an error in the logs");

        change(run, build, "build_connector", "done", before.plusSeconds(1));
        isKept(run, "no-evidence", "Exit code 1 without an error in the logs");
    }

    @Test
    void whose_a_run_is_may_be_heard_behind_its_end() {
        var run = Given.anUnknownRun();
        state(run, "sync_connector_to_dev", "failed");
        run.logs(1).ends(1);
        assertThat(kind(run)).isEqualTo("no-evidence");

        run.registers();

        assertThat(kind(run)).isEqualTo("deployment-not-ready");
    }

    @Test
    void a_run_that_succeeds_has_none_whatever_its_output_says() {
        var run = Given.aRun();
        run.writes("stderr", TRACE);

        run.ends(0).get("").body("failure", nullValue());
        run.writes("stderr", TRACE);
        run.get("").body("failure", nullValue());
    }

    @Test
    void a_lost_run_that_ends_after_all_failed_for_its_own_reason() {
        var run = Given.anUnknownRun().deadlineAt(Instant.now().plusSeconds(60)).registers();
        run.writes("stderr", TRACE);
        clock.advance(Duration.ofMinutes(5));
        isKept(run, "lost", "No end was seen before the deadline");

        run.ends(1);

        isKept(run, "crashed-before-logging", "Exit code 1 before the first log entry" + SAYS);
    }

    @RepeatedTest(10)
    void what_arrives_at_the_same_time_as_the_end_is_not_overlooked() throws Exception {
        var run = Given.aRun();
        var builds = List.of("build_connector", "sync_connector_to_dev");

        AtOnce.run(3, what -> switch (what) {
            case 0 -> run.ends(1);
            case 1 -> {
                run.writes("stderr", TRACE);
                yield run;
            }
            default -> {
                state(run, builds.get(0), "failed");
                yield run;
            }
        });

        assertThat(Waiting.until(() -> kind(run).equals("crashed-before-logging")
                        && summary(run).endsWith(SAYS)))
                .isTrue();
    }

    @RepeatedTest(10)
    void a_state_that_arrives_at_the_same_time_as_the_end_is_not_overlooked() throws Exception {
        var run = Given.aRun();

        AtOnce.run(2, what -> what == 0 ? run.ends(1).connector() : state(run, "build_connector", "failed"));

        run.get("").body("failure.kind", is("deployment-not-ready"));
    }

    @Test
    void what_it_says_is_cut() {
        var run = Given.aRun();
        run.writes("stderr", TRACE.replace("n/a", "€".repeat(5_000)));

        run.ends(1);

        assertThat(summary(run)).hasSizeBetween(300, 400).endsWith("€…");
        run.get("/diagnosis").body("summary", containsString("€…"));
    }

    static void isKept(GivenRun run, String kind, String summary) {
        run.get("").body("failure.kind", is(kind)).body("failure.summary", is(summary));
        run.get("/diagnosis").body("verdict", is(kind));
    }

    /** What the list says, which goes by what is kept. */
    static String listed(GivenRun run) {
        return given().get("/api/v1/runs?processId=" + run.processId())
                .then()
                .extract()
                .path("items[0].failure.kind");
    }

    private static String kind(GivenRun run) {
        return run.get("").extract().path("failure.kind");
    }

    private static String summary(GivenRun run) {
        return run.get("").extract().path("failure.summary");
    }

    static String state(GivenRun run, String name, String status) {
        return state(run, name, status, Instant.now().minusSeconds(1));
    }

    private static String state(GivenRun run, String name, String status, Instant at) {
        var id = name + "-" + Given.mark();
        change(run, id, name, status, at);
        return id;
    }

    private static void change(GivenRun run, String id, String name, String status, Instant at) {
        put("/ingest/v1/states/" + id, """
                {"connector": "%s", "name": "%s", "status": "%s", "ownerId": "u-17", "version": "%s", "at": "%s"}
                """.formatted(run.connector(), name, status, run.version(), at));
    }
}
