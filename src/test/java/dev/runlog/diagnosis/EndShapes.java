package dev.runlog.diagnosis;

import static dev.runlog.diagnosis.GivenEvidence.evidence;

import dev.runlog.testing.RealInput;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Evidence of runs of which the way they ended, or did not end, says most; and what is judged by it. */
final class EndShapes {
    private static final String PYTHON = RealInput.text("output/python.stderr");

    private EndShapes() {}

    static Arguments shape(String name, GivenEvidence given, String verdict, String confidence, String also) {
        return Arguments.of(name, given, verdict, confidence, also);
    }

    static Stream<Arguments> all() {
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
                        "a success whose build is told of late",
                        evidence().exitCode(0).state("build_connector", "done", 90),
                        "succeeded",
                        "high",
                        ""),
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
                shape("127 of a later command", evidence().exitCode(127).infos(3), "command-not-run", "medium", ""));
    }
}
