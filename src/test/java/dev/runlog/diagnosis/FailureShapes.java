package dev.runlog.diagnosis;

import static dev.runlog.diagnosis.EndShapes.shape;
import static dev.runlog.diagnosis.GivenEvidence.evidence;

import dev.runlog.testing.RealInput;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Evidence of runs that failed for what calls, entries, output and states say; and what is judged by it. */
final class FailureShapes {
    private static final String PYTHON = RealInput.text("output/python.stderr");
    private static final String PHP = RealInput.text("output/php-memory.stdout");

    private FailureShapes() {}

    static Stream<Arguments> all() {
        return Stream.of(
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
}
