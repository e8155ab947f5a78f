package dev.runlog.diagnosis;

import static dev.runlog.diagnosis.GivenEvidence.evidence;
import static dev.runlog.diagnosis.Step.Result.MISSING;
import static dev.runlog.diagnosis.Step.Result.OK;
import static dev.runlog.diagnosis.Step.Result.PROBLEM;
import static dev.runlog.diagnosis.Step.Result.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.RealInput;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
    private static final String PYTHON = RealInput.text("output/python.stderr");
    private static final String PHP = RealInput.text("output/php-memory.stdout");

    @ParameterizedTest(name = "{0}")
    @MethodSource({"dev.runlog.diagnosis.EndShapes#all", "dev.runlog.diagnosis.FailureShapes#all"})
    void a_run_is_judged_by_its_evidence(
            String name, GivenEvidence given, String verdict, String confidence, String alsoFits) {
        var diagnosis = Diagnosis.of(given.build());

        assertThat(diagnosis.verdict().label()).as(name).isEqualTo(verdict);
        assertThat(diagnosis.confidence().label()).isEqualTo(confidence);
        assertThat(diagnosis.alsoFits().stream().map(Verdict::label))
                .containsExactlyElementsOf(alsoFits.isEmpty() ? List.of() : Arrays.asList(alsoFits.split(" ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"dev.runlog.diagnosis.EndShapes#all", "dev.runlog.diagnosis.FailureShapes#all"})
    void every_diagnosis_is_whole_and_the_same_again(String name, GivenEvidence given) {
        var diagnosis = Diagnosis.of(given.build());

        assertThat(diagnosis).as(name).isEqualTo(Diagnosis.of(given.build()));
        assertThat(diagnosis.steps().stream().map(Step::step)).containsExactly(1, 2, 3, 4, 5);
        assertThat(diagnosis.steps()).allSatisfy(step -> {
            assertThat(step.finding()).isNotBlank();
            assertThat(step.evidence().isEmpty())
                    .as(step.finding())
                    .isEqualTo(step.result() == MISSING || step.result() == SKIPPED || nothingFailed(step));
        });
        assertThat(diagnosis.summary()).isNotBlank().doesNotContain("\n", "null");
        assertThat(diagnosis.nextActions())
                .hasSizeLessThanOrEqualTo(5)
                .doesNotHaveDuplicates()
                .noneMatch(action -> action.contains("null"));
        assertThat(diagnosis.nextActions().isEmpty()).isEqualTo(diagnosis.verdict() == Verdict.SUCCEEDED);
    }

    private static boolean nothingFailed(Step step) {
        return step.step() == 3 && step.result() == OK;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"dev.runlog.diagnosis.EndShapes#all", "dev.runlog.diagnosis.FailureShapes#all"})
    void as_text_it_fits_a_terminal_of_80_columns(String name, GivenEvidence given) {
        var text = DiagnosisText.of(Diagnosis.of(given.build()));

        assertThat(text.lines().filter(line -> !line.strip().startsWith("> ")))
                .as(name)
                .allMatch(line -> line.length() <= 80)
                .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
        assertThat(text).contains("Verdict: ", "1. Run status and exit code [", "5. Build, sync and deployment [");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"dev.runlog.diagnosis.EndShapes#all", "dev.runlog.diagnosis.FailureShapes#all"})
    void a_list_says_the_same_as_the_diagnosis(String name, GivenEvidence given) {
        var evidence = given.build();

        var failure = evidence.run().failure();

        assertThat(failure == null ? null : failure.kind().label())
                .as(name)
                .isEqualTo(
                        evidence.seen().counts().endedBadly()
                                ? Diagnosis.of(evidence).verdict().label()
                                : null);
    }

    @Test
    void of_a_deployment_that_is_not_told_of_there_is_no_state() {
        var diagnosis = Diagnosis.of(evidence()
                .exitCode(1)
                .state("build_connector", "failed", -60)
                .seenAlone()
                .build());

        assertThat(results(diagnosis)).containsExactly(PROBLEM, MISSING, OK, MISSING, PROBLEM);
        assertThat(DiagnosisText.of(diagnosis)).doesNotContain("build_connector", "/states", "failed -");
        assertThat(diagnosis.summary())
                .isEqualTo("Exit code 1; The build or sync of its version was not in place when it started.");
    }

    @Test
    void crash_before_the_first_log_entry_points_at_stderr() {
        var diagnosis = Diagnosis.of(
                evidence().exitCode(139).stderr("Segmentation fault\n").build());

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.CRASHED_BEFORE_LOGGING);
        assertThat(results(diagnosis)).containsExactly(PROBLEM, MISSING, OK, PROBLEM, MISSING);
        assertThat(diagnosis.steps().get(3).evidence().get(0).href()).endsWith("/output/stderr?tail=1");
    }

    @Test
    void each_step_shows_what_it_found() {
        var diagnosis = Diagnosis.of(evidence()
                .exitCode(1)
                .infos(4)
                .call("GET", "/files/full", 404)
                .error("Feed rejected\nbecause")
                .stderr(PYTHON)
                .state("build_connector", "done", -60)
                .lastGoodRunOf("1.4.1")
                .build());

        assertThat(results(diagnosis)).containsExactly(PROBLEM, PROBLEM, PROBLEM, PROBLEM, OK);
        var steps = diagnosis.steps();
        assertThat(steps.get(1).finding())
                .isEqualTo("6 entries: 2 error, 4 info. The first error is entry 6 of 6; 1 kind" + " of error.");
        assertThat(steps.get(1).evidence().get(0).excerpt()).isEqualTo("Feed rejected\nbecause");
        assertThat(steps.get(2).evidence().get(0))
                .isEqualTo(new Step.Exhibit(
                        Step.Exhibit.Kind.FAILURE,
                        "/api/v1/runs/" + GivenEvidence.PROCESS + "/logs?afterSeq=4&limit=1",
                        5,
                        "GET /files/full answered 404: no"));
        assertThat(steps.get(3).evidence().get(0).excerpt())
                .startsWith("Traceback")
                .endsWith("FeedError: item 2 has no price");
        assertThat(steps.get(4).evidence().get(0).excerpt()).startsWith("build_connector done at ");
        assertThat(diagnosis.summary())
                .isEqualTo("Exit code 1 after 1 failed Container API call; the first: GET /files/full answered 404");
        assertThat(diagnosis.nextActions())
                .anyMatch(action -> action.startsWith("Check that what was asked for exists"))
                .anyMatch(action -> action.startsWith("Read the first error with what led to it: "))
                .anyMatch(action -> action.startsWith("Fix what stderr says (FeedError: item 2 has no price): "))
                .anyMatch(action -> action.startsWith("The version changed from 1.4.1 to 1.4.2 "));
    }

    @Test
    void native_code_that_broke_behind_a_clean_log_was_interrupted_by_nobody() {
        assertThat(Diagnosis.of(evidence().exitCode(139).infos(5).build()).nextActions())
                .anyMatch(action -> action.contains("core dumps"))
                .noneMatch(action -> action.contains("interrupted"));
    }

    @Test
    void who_has_no_exit_code_but_a_word_of_its_killing_is_sent_to_the_memory() {
        var diagnosis = Diagnosis.of(
                evidence().exitCode(null).infos(9).stderr("Killed\n").build());

        assertThat(diagnosis.summary()).isEqualTo("The container vanished without an exit code; stderr says: Killed");
        assertThat(diagnosis.nextActions()).anyMatch(action -> action.contains("memory"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10  | feedback file
            137 | memory
            143 | Find who stopped it
            130 | Find who interrupted it
            125 | container engine
            126 | executable
            127 | PATH
            192 | engineering
            224 | support
            240 | client
            """)
    void an_exit_code_with_a_meaning_says_what_to_do(int exitCode, String advice) {
        assertThat(Diagnosis.of(evidence().exitCode(exitCode).build()).nextActions())
                .anyMatch(action -> action.contains(advice));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | found the request wrong
            403 | may do in the Container API
            404 | exists and is named right
            413 | Send less
            429 | less often
            503 | failed itself
            504 | more time
                | no answer
            """)
    void a_failed_call_says_what_to_do_by_its_answer(Integer code, String advice) {
        assertThat(Diagnosis.of(evidence().exitCode(1).call("GET", "/x", code).build())
                        .nextActions())
                .first()
                .asString()
                .contains(advice, "GET /x");
    }

    @Test
    void stdout_speaks_only_where_stderr_has_no_exception() {
        var both =
                Diagnosis.of(evidence().exitCode(1).stdout(PHP).stderr(PYTHON).build());
        var stdout =
                Diagnosis.of(evidence().exitCode(1).stdout(PHP).stderr("slow\n").build());

        assertThat(both.summary()).contains("stderr says: FeedError");
        assertThat(stdout.summary()).contains("stdout says: Allowed memory size");
    }

    @Test
    void what_is_written_is_bounded() {
        var lines = ("x".repeat(5_000) + "\n").repeat(500);
        var diagnosis = Diagnosis.of(
                evidence().exitCode(1).error("e".repeat(50_000)).stderr(lines).build());

        assertThat(diagnosis.steps().stream()
                        .flatMap(step -> step.evidence().stream())
                        .mapToInt(exhibit -> exhibit.excerpt() == null
                                ? 0
                                : exhibit.excerpt().length())
                        .sum())
                .isLessThan(10_000);
        assertThat(diagnosis.summary()).hasSizeLessThan(400);
    }

    private static List<Step.Result> results(Diagnosis diagnosis) {
        return diagnosis.steps().stream().map(Step::result).toList();
    }
}
