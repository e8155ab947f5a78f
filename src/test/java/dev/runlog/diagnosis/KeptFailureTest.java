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
import dev.runlog.testing.OwnSession;
import dev.runlog.testing.RealInput;
import dev.runlog.testing.RealInput.Program;
import dev.runlog.testing.TestClock;
import dev.runlog.testing.Waiting;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
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
    private static final String TRACE = """
            Traceback (most recent call last):
              File "/app/export.py", line 8, in main
            ValueError: could not convert string to float: 'n/a'
            """;
    private static final String NOT_IN_PLACE =
            "Exit code 1; the build or sync of its version was not in place when it started";
    private static final String SAYS = "; stderr says: ValueError: could not convert string to float: 'n/a'";

    @Inject
    TestClock clock;

    @Inject
    AgroalDataSource database;

    @Inject
    OwnSession session;

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
    void lists_follow_what_is_heard_behind_the_end() throws InterruptedException {
        var run = Given.aRun().logs(1).ends(1);
        assertThat(listed(run)).isEqualTo("no-evidence");

        state(run, "build_connector", "failed");
        assertThat(Waiting.until(() -> listed(run).equals("deployment-not-ready")))
                .isTrue();

        run.writes("stderr", TRACE);
        assertThat(Waiting.until(() -> listed(run).equals("application-error"))).isTrue();
    }

    @Test
    void while_nobody_examines_only_lists_lag_behind_and_nothing_is_forgotten() throws Exception {
        var written = Given.aRun().logs(1).ends(1);
        var deployed = Given.aRun().logs(1).ends(1);
        examinerIs("another");
        try {
            written.writes("stderr", TRACE);
            state(deployed, "build_connector", "failed");

            isKept(written, "application-error", "Exit code 1" + SAYS);
            isKept(deployed, "deployment-not-ready", NOT_IN_PLACE);
            assertThat(listed(written)).isEqualTo("no-evidence");
            assertThat(listed(deployed)).isEqualTo("no-evidence");
        } finally {
            examinerIs(null);
        }

        assertThat(Waiting.until(() -> listed(written).equals("application-error")
                        && listed(deployed).equals("deployment-not-ready")))
                .isTrue();
    }

    @Test
    void a_run_that_cannot_be_examined_yet_holds_up_no_other_and_no_writer() throws Exception {
        var held = Given.aRun().logs(1).ends(1);
        var other = Given.aRun().logs(1).ends(1);
        try (var lock =
                session.transaction("select from run where process_id = '" + held.processId() + "' for update")) {
            held.writes("stderr", TRACE);
            other.writes("stderr", TRACE);
            state(held, "build_connector", "failed");

            assertThat(Waiting.until(() -> listed(other).equals("application-error")))
                    .isTrue();
            assertThat(listed(held)).isEqualTo("no-evidence");
            lock.rollback();
        }

        assertThat(Waiting.until(() -> listed(held).equals("application-error")))
                .isTrue();
    }

    @Test
    void what_failed_before_any_of_this_was_kept_is_examined_too() throws Exception {
        var run = Given.aRun().logs(1);
        run.writes("stderr", TRACE).ends(1);
        execute("update run set last_words = null where process_id = '" + run.processId() + "'");
        assertThat(listed(run)).isEqualTo("no-evidence");

        execute("insert into examination_due (run_id, note_id) select run_id, 0 from run_key where process_id = '"
                + run.processId() + "'");

        assertThat(Waiting.until(() -> listed(run).equals("application-error"))).isTrue();
    }

    @Test
    void what_is_written_to_a_run_that_goes_on_is_not_noted() throws Exception {
        var run = Given.aRun().logs(1);
        examinerIs("another");
        try {
            run.writes("stderr", TRACE).says("error", "Feed rejected");
            assertThat(notes(run)).isZero();

            run.ends(1).says("error", "Feed rejected");
            assertThat(notes(run)).isEqualTo(1);
            run.writes("stderr", TRACE);
            assertThat(notes(run)).isEqualTo(2);
        } finally {
            examinerIs(null);
        }
        assertThat(Waiting.until(() -> notes(run) == 0)).isTrue();
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

    private static void isKept(GivenRun run, String kind, String summary) {
        run.get("").body("failure.kind", is(kind)).body("failure.summary", is(summary));
        run.get("/diagnosis").body("verdict", is(kind));
    }

    /** What the list says, which goes by what is kept. */
    private static String listed(GivenRun run) {
        return given().get("/api/v1/runs?processId=" + run.processId())
                .then()
                .extract()
                .path("items[0].failure.kind");
    }

    /** @param holder of the lease, so that the service's own thread does not examine; null gives it back */
    private void examinerIs(String holder) throws SQLException {
        execute(holder == null ? "delete from lease where name = 'examine-runs'" : """
                        insert into lease (name, holder, until)
                        values ('examine-runs', '%s', now() + interval '1 hour')
                        on conflict (name) do update
                        set holder = excluded.holder, until = excluded.until
                        """.formatted(holder));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int notes(GivenRun run) {
        var question = "select count(*) from examination_due join run_key using (run_id) where process_id = ?";
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(question)) {
            statement.setObject(1, run.processId());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String kind(GivenRun run) {
        return run.get("").extract().path("failure.kind");
    }

    private static String summary(GivenRun run) {
        return run.get("").extract().path("failure.summary");
    }

    private static String state(GivenRun run, String name, String status) {
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
