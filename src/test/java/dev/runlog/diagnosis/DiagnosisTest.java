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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
    private static final String PYTHON = RealInput.text("output/python.stderr");
    private static final String PHP = RealInput.text("output/php-memory.stdout");

    private static Arguments shape(String name, GivenEvidence given, String verdict, String confidence, String also) {
        return Arguments.of(name, given, verdict, confidence, also);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("a clean success", evidence().exitCode(0).infos(9), "succeeded", "high", ""),
                shape("a silent success", evidence().exitCode(0), "succeeded", "high", ""),
                shape("a success with a trace", evidence().exitCode(0).stderr(PYTHON), "succeeded", "medium", ""),
                shape(
                        "a success before its build",
                        evidence().exitCode(0).state("build_connector", "failed", -60),
                        "succeeded",
                        "high",
                        "deployment-not-ready"),
                shape(
                        "exit 0 with errors",
                        evidence().exitCode(0).infos(9).error("Feed rejected"),
                        "succeeded-with-errors",
                        "high",
                        "application-error"),
                shape(
                        "exit 0 with failed calls",
                        evidence().exitCode(0).call("GET", "/files", 404),
                        "succeeded-with-errors",
                        "high",
                        "container-api-failure"),
                shape("running, nothing heard", evidence(), "running", "high", ""),
                shape("running with errors", evidence().error("x"), "running", "high", "application-error"),
                shape("lost without a word", evidence().lost(), "lost", "high", ""),
                shape("lost with errors", evidence().lost().error("x"), "lost", "high", "application-error"),
                shape(
                        "lost with stderr",
                        evidence().lost().stderr("segfault\n"),
                        "lost",
                        "high",
                        "crashed-before-logging"),
                shape(
                        "lost with a trace behind entries",
                        evidence().lost().infos(3).stderr(PYTHON),
                        "lost",
                        "high",
                        "application-error"),
                shape("137 with a clean log", evidence().exitCode(137).infos(500), "killed", "high", ""),
                shape("139 with a clean log", evidence().exitCode(139).infos(5), "killed", "high", ""),
                shape("139 with errors", evidence().exitCode(139).error("x"), "application-error", "high", ""),
                shape(
                        "137 that says so",
                        evidence().exitCode(137).stderr("Killed\n"),
                        "killed",
                        "high",
                        "crashed-before-logging"),
                shape(
                        "127 of Alpine",
                        evidence().exitCode(127).stderr("sh: connector-export: not found\n"),
                        "command-not-run",
                        "high",
                        "crashed-before-logging"),
                shape("137 with errors", evidence().exitCode(137).error("x"), "killed", "high", "application-error"),
                shape(
                        "137 with a trace",
                        evidence().exitCode(137).infos(1).stderr(PYTHON),
                        "killed",
                        "medium",
                        "application-error"),
                shape(
                        "137 with failed calls",
                        evidence().exitCode(137).call("GET", "/files", 500),
                        "killed",
                        "high",
                        "container-api-failure"),
                shape(
                        "139 with failed calls",
                        evidence().exitCode(139).call("GET", "/files", 500),
                        "container-api-failure",
                        "high",
                        ""),
                shape(
                        "134 with a trace behind entries",
                        evidence().exitCode(134).infos(3).stderr(PYTHON),
                        "killed",
                        "medium",
                        "application-error"),
                shape(
                        "137 after a failed build",
                        evidence().exitCode(137).infos(3).state("build_connector", "failed", -60),
                        "killed",
                        "high",
                        "deployment-not-ready"),
                shape(
                        "no code but a word of its killing",
                        evidence().exitCode(null).stderr("Killed\n"),
                        "killed",
                        "medium",
                        "crashed-before-logging"),
                shape(
                        "no code, a clean log and a word of its killing",
                        evidence().exitCode(null).infos(9).stderr("run.sh: line 3:    12 Killed    python export.py\n"),
                        "killed",
                        "medium",
                        ""),
                shape(
                        "no code and the kernel's word of its killing",
                        evidence()
                                .exitCode(null)
                                .infos(9)
                                .stderr("Memory cgroup out of memory: Killed process 12 (python)\n"),
                        "killed",
                        "medium",
                        ""),
                shape(
                        "no code, errors and a word of its killing",
                        evidence().exitCode(null).error("x").stderr("Killed\n"),
                        "killed",
                        "low",
                        "application-error"),
                shape(
                        "no code, a failed call and a word of its killing",
                        evidence().exitCode(null).call("GET", "/files", 500).stderr("Killed\n"),
                        "killed",
                        "low",
                        "container-api-failure"),
                shape(
                        "no code, a trace and a word of its killing",
                        evidence().exitCode(null).infos(9).stderr(PYTHON + "Killed\n"),
                        "application-error",
                        "high",
                        ""),
                shape(
                        "no code and another end of a process",
                        evidence().exitCode(null).infos(9).stderr("Segmentation fault\n"),
                        "application-error",
                        "high",
                        ""),
                shape(
                        "another code and a word of a killing",
                        evidence().exitCode(1).infos(9).stderr("Killed\n"),
                        "application-error",
                        "high",
                        ""),
                shape(
                        "137 with a clean log that says so",
                        evidence().exitCode(137).infos(9).stderr("Killed\n"),
                        "killed",
                        "high",
                        ""),
                shape(
                        "lost with a word of its killing",
                        evidence().lost().infos(9).stderr("Killed\n"),
                        "lost",
                        "high",
                        "killed"),
                shape(
                        "a failed build that is not told of",
                        evidence()
                                .exitCode(1)
                                .state("build_connector", "failed", -60)
                                .seenAlone(),
                        "deployment-not-ready",
                        "medium",
                        ""),
                shape(
                        "an error and a failed build that is not told of",
                        evidence()
                                .exitCode(1)
                                .error("x")
                                .state("build_connector", "failed", -60)
                                .seenAlone(),
                        "application-error",
                        "high",
                        ""),
                shape(
                        "a good build that is not told of",
                        evidence()
                                .exitCode(1)
                                .state("build_connector", "done", -60)
                                .seenAlone(),
                        "no-evidence",
                        "low",
                        ""),
                shape("143", evidence().exitCode(143), "killed", "high", ""),
                shape("130", evidence().exitCode(130), "killed", "high", ""),
                shape(
                        "127 as the shell says it",
                        evidence().exitCode(127).stderr("sh: 1: connector-export: not found\n"),
                        "command-not-run",
                        "high",
                        "crashed-before-logging"),
                shape(
                        "127 with errors",
                        evidence().exitCode(127).infos(3).error("x"),
                        "command-not-run",
                        "medium",
                        "application-error"),
                shape(
                        "127 after a sync that goes on",
                        evidence().exitCode(127).state("sync_connector_to_dev", "running", -5),
                        "command-not-run",
                        "high",
                        "deployment-not-ready"),
                shape("126", evidence().exitCode(126), "command-not-run", "high", ""),
                shape("125", evidence().exitCode(125), "command-not-run", "high", ""),
                shape("127 of a later command", evidence().exitCode(127).infos(3), "command-not-run", "medium", ""),
                shape(
                        "a failed call at the end",
                        evidence().exitCode(1).infos(50).call("GET", "/files", 404),
                        "container-api-failure",
                        "high",
                        ""),
                shape(
                        "a failed call that was lived with",
                        evidence().exitCode(1).call("GET", "/files", 404).infos(50),
                        "container-api-failure",
                        "medium",
                        ""),
                shape(
                        "a failed call and what came of it",
                        evidence().exitCode(1).call("GET", "/files", null).error("no feed"),
                        "container-api-failure",
                        "high",
                        "application-error"),
                shape(
                        "an error before the failed call",
                        evidence().exitCode(1).error("no feed").call("POST", "/logs", 500),
                        "container-api-failure",
                        "medium",
                        "application-error"),
                shape("an error", evidence().exitCode(1).infos(9).error("x"), "application-error", "high", ""),
                shape(
                        "an error long before the end",
                        evidence().exitCode(1).error("x").infos(900),
                        "application-error",
                        "medium",
                        ""),
                shape(
                        "an error and a failed build",
                        evidence().exitCode(1).error("x").state("build_connector", "failed", -60),
                        "application-error",
                        "high",
                        "deployment-not-ready"),
                shape(
                        "a trace behind entries",
                        evidence().exitCode(1).infos(3).stderr(PYTHON),
                        "application-error",
                        "high",
                        ""),
                shape(
                        "a fatal error on stdout behind entries",
                        evidence().exitCode(255).infos(3).stdout(PHP),
                        "application-error",
                        "high",
                        ""),
                shape(
                        "no logs but stderr",
                        evidence().exitCode(1).stderr("it went wrong\n"),
                        "crashed-before-logging",
                        "medium",
                        ""),
                shape(
                        "no logs but a trace",
                        evidence().exitCode(1).stderr(PYTHON),
                        "crashed-before-logging",
                        "high",
                        ""),
                shape(
                        "no logs but a fatal error on stdout",
                        evidence().exitCode(255).stdout(PHP),
                        "crashed-before-logging",
                        "high",
                        ""),
                shape("a segmentation fault", evidence().exitCode(139), "crashed-before-logging", "high", ""),
                shape("an abort", evidence().exitCode(134), "crashed-before-logging", "high", ""),
                shape(
                        "no code but stderr",
                        evidence().exitCode(null).stderr("bye\n"),
                        "crashed-before-logging",
                        "medium",
                        ""),
                shape(
                        "a failed build",
                        evidence().exitCode(1).state("build_connector", "failed", -60),
                        "deployment-not-ready",
                        "medium",
                        ""),
                shape(
                        "a build that goes on",
                        evidence().exitCode(1).state("build_connector", "running", -60),
                        "deployment-not-ready",
                        "medium",
                        ""),
                shape(
                        "a sync newer than the run",
                        evidence().exitCode(1).infos(2).state("sync_connector_to_dev", "done", 90),
                        "deployment-not-ready",
                        "medium",
                        ""),
                shape(
                        "a sync that was done too late",
                        evidence().exitCode(1).state("sync_connector_to_dev", "done", -9, 9),
                        "deployment-not-ready",
                        "medium",
                        ""),
                shape(
                        "a sync during the run",
                        evidence().exitCode(1).state("sync_to_dev", "done", -60).state("sync_to_dev", "done", 20),
                        "deployment-not-ready",
                        "medium",
                        ""),
                shape(
                        "a sync behind the run that had one before",
                        evidence().exitCode(1).state("sync_to_dev", "done", -60).state("sync_to_dev", "done", 120),
                        "no-evidence",
                        "low",
                        ""),
                shape(
                        "a build that was repeated well",
                        evidence().exitCode(1).state("build_it", "failed", -90).state("build_it", "done", -60),
                        "no-evidence",
                        "low",
                        ""),
                shape(
                        "a trace and a failed build",
                        evidence().exitCode(1).stderr(PYTHON).state("build_connector", "failed", -60),
                        "crashed-before-logging",
                        "high",
                        "deployment-not-ready"),
                shape(
                        "everything at once",
                        evidence()
                                .exitCode(137)
                                .error("x")
                                .call("GET", "/files", 404)
                                .stderr(PYTHON)
                                .state("build_connector", "cancelled", -60),
                        "killed",
                        "medium",
                        "container-api-failure application-error deployment-not-ready"),
                shape(
                        "running before its build is done",
                        evidence().state("build_connector", "running", -5),
                        "running",
                        "high",
                        "deployment-not-ready"),
                shape("nothing at all", evidence().exitCode(1), "no-evidence", "low", ""),
                shape("no code and nothing at all", evidence().exitCode(null), "no-evidence", "low", ""),
                shape("an unknown run", evidence().exitCode(1).notRegistered(), "no-evidence", "low", ""),
                shape(
                        "an unknown run's start",
                        evidence().exitCode(127).notRegistered(),
                        "command-not-run",
                        "high",
                        ""),
                shape("an unknown run's client", evidence().exitCode(240).notRegistered(), "no-evidence", "low", ""),
                shape(
                        "an unknown run's crash",
                        evidence().exitCode(139).notRegistered(),
                        "crashed-before-logging",
                        "high",
                        ""),
                shape("a clean log", evidence().exitCode(2).infos(80), "no-evidence", "low", ""),
                shape(
                        "a clean log and words on stderr",
                        evidence().exitCode(1).infos(80).stderr("Warning: slow\n"),
                        "no-evidence",
                        "low",
                        ""),
                shape("10 feedback file", evidence().exitCode(10), "no-evidence", "low", ""),
                shape("192 engineering", evidence().exitCode(192).error("x"), "application-error", "high", ""),
                shape("224 support", evidence().exitCode(224).infos(1), "no-evidence", "low", ""),
                shape("240 client level", evidence().exitCode(240).error("x"), "application-error", "high", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void a_run_is_judged_by_its_evidence(
            String name, GivenEvidence given, String verdict, String confidence, String alsoFits) {
        var diagnosis = Diagnosis.of(given.build());

        assertThat(diagnosis.verdict().label()).as(name).isEqualTo(verdict);
        assertThat(diagnosis.confidence().label()).isEqualTo(confidence);
        assertThat(diagnosis.alsoFits().stream().map(Verdict::label))
                .containsExactlyElementsOf(alsoFits.isEmpty() ? List.of() : Arrays.asList(alsoFits.split(" ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
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
    @MethodSource("shapes")
    void as_text_it_fits_a_terminal_of_80_columns(String name, GivenEvidence given) {
        var text = DiagnosisText.of(Diagnosis.of(given.build()));

        assertThat(text.lines().filter(line -> !line.strip().startsWith("> ")))
                .as(name)
                .allMatch(line -> line.length() <= 80)
                .noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
        assertThat(text).contains("Verdict: ", "1. Run status and exit code [", "5. Build, sync and deployment [");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
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
