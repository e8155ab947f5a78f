package dev.runlog.diagnosis;

import dev.runlog.diagnosis.Step.Exhibit;
import dev.runlog.diagnosis.Step.Exhibit.Kind;
import dev.runlog.diagnosis.Step.Result;
import dev.runlog.log.LogExcerpt;
import dev.runlog.log.Severity;
import dev.runlog.output.OutputTail;
import dev.runlog.output.StandardStream;
import dev.runlog.run.ExitCode;
import dev.runlog.run.LogCounts.ByLevel;
import dev.runlog.run.Run;
import dev.runlog.run.RunStatus;
import dev.runlog.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The walk that a person would take from a run to what was wrong with it. */
final class Steps {
    private static final int MESSAGE = 500;
    private static final int MOST_GROUPS = 10;

    private final Evidence evidence;
    private final Run run;
    private final Addresses at;

    private Steps(Evidence evidence) {
        this.evidence = evidence;
        this.run = evidence.run();
        this.at = new Addresses(run.processId());
    }

    static List<Step> of(Evidence evidence) {
        var steps = new Steps(evidence);
        return List.of(steps.status(), steps.logs(), steps.calls(), steps.output(), steps.states());
    }

    private Step status() {
        var result = switch (run.status()) {
            case SUCCEEDED, RUNNING -> Result.OK;
            case FAILED, LOST -> Result.PROBLEM;
        };
        var reason = run.reason() == null
                ? ""
                : " The sender of its end said: " + Words.quoted(run.reason().strip());
        return new Step(
                1,
                "Run status and exit code",
                result,
                ending() + reason,
                List.of(new Exhibit(Kind.RUN, at.run(), null, null)));
    }

    private String ending() {
        var heard = "last heard of at " + Words.time(run.lastActivityAt());
        return switch (run.status()) {
            case RUNNING ->
                "Running since " + Words.time(run.startedAt()) + "; " + heard + "; its deadline is "
                        + Words.time(run.deadlineAt()) + ".";
            case LOST -> "No end was seen before the deadline, " + Words.time(run.deadlineAt()) + "; " + heard + ".";
            case SUCCEEDED -> "Succeeded: exit code 0 after " + Words.span(run.durationMs()) + ".";
            case FAILED -> "Failed after " + Words.span(run.durationMs()) + ": " + meaning(run.exitCode()) + ".";
        };
    }

    private static String meaning(Integer code) {
        if (code == null) {
            return "the container vanished without an exit code";
        }
        return ExitCode.meaning(code).orElse("exit code " + code + ", which has no meaning of its own");
    }

    private Step logs() {
        var title = "Application logs";
        if (!evidence.hasLogged()) {
            return new Step(2, title, Result.MISSING, "Nothing was logged.", List.of());
        }
        var exhibits = new ArrayList<Exhibit>();
        evidence.firstError().ifPresent(entry -> exhibits.add(entry(entry)));
        evidence.errors().stream()
                .limit(MOST_GROUPS)
                .forEach(group -> exhibits.add(new Exhibit(
                        Kind.LOG,
                        at.entriesOf(group.fingerprint()),
                        group.counted().firstSeq(),
                        group.counted().entries() + " × " + group.title())));
        if (exhibits.isEmpty()) {
            exhibits.add(new Exhibit(Kind.LOG, at.lastEntries(), null, null));
        }
        var result = evidence.hasApplicationErrors() ? Result.PROBLEM : Result.OK;
        return new Step(2, title, result, counted() + errors(), exhibits);
    }

    private Exhibit entry(LogExcerpt entry) {
        return new Exhibit(Kind.LOG, at.entry(entry.seq()), entry.seq(), Words.cut(entry.message(), MESSAGE));
    }

    private String counted() {
        var levels = counts(run.logs().byLevel());
        var parts = Stream.of(Severity.values())
                .filter(severity -> levels.get(severity.number()) > 0)
                .map(severity -> levels.get(severity.number()) + " " + severity.label())
                .collect(Collectors.joining(", "));
        return (run.logs().total() == 1 ? "1 entry: " : run.logs().total() + " entries: ") + parts + ".";
    }

    private static List<Long> counts(ByLevel by) {
        return List.of(
                by.emergency(),
                by.alert(),
                by.critical(),
                by.error(),
                by.warning(),
                by.notice(),
                by.info(),
                by.debug());
    }

    private String errors() {
        if (!evidence.hasApplicationErrors()) {
            return " No error among them" + (evidence.hasFailedCalls() ? " but failed Container API calls." : ".");
        }
        return evidence.firstError()
                .map(first -> " The first error is entry " + first.seq() + " of "
                        + run.logs().total() + "; "
                        + counted(evidence.errors(), "kind") + " of error.")
                .orElse(" The errors are no longer kept.");
    }

    private static String counted(List<Group> groups, String what) {
        return (groups.size() == Evidence.MOST_GROUPS ? "at least " : "") + Words.times(groups.size(), what);
    }

    private Step calls() {
        var title = "Failed Container API calls";
        if (!evidence.hasFailedCalls()) {
            return new Step(3, title, Result.OK, "No Container API call failed.", List.of());
        }
        var exhibits = new ArrayList<Exhibit>();
        evidence.firstCall()
                .ifPresent(call -> exhibits.add(
                        new Exhibit(Kind.FAILURE, at.entry(call.seq()), call.seq(), Words.cut(said(call), MESSAGE))));
        evidence.calls().stream()
                .limit(MOST_GROUPS)
                .forEach(group -> exhibits.add(new Exhibit(
                        Kind.FAILURE,
                        at.failuresOf(group.fingerprint()),
                        group.counted().firstSeq(),
                        group.counted().entries() + " × " + group.title())));
        var finding = Words.times(run.apiFailures(), "call") + " failed"
                + (evidence.calls().isEmpty()
                        ? "; they are no longer kept."
                        : " in " + counted(evidence.calls(), "way") + ".");
        return new Step(3, title, Result.PROBLEM, finding, exhibits);
    }

    private static String said(LogExcerpt call) {
        return call.responseBody() == null ? Words.title(call) : Words.title(call) + ": " + call.responseBody();
    }

    private Step output() {
        var title = "Output";
        var bytes = run.output();
        if (bytes.stderrBytes() == 0 && bytes.stdoutBytes() == 0) {
            return new Step(4, title, Result.MISSING, "Nothing was written to stdout or stderr.", List.of());
        }
        var exhibits = new ArrayList<Exhibit>();
        var crash = evidence.output().crash();
        crash.ifPresent(found -> exhibits.add(new Exhibit(
                Kind.OUTPUT,
                at.output(found.stream().label(), found.linesToEnd()),
                null,
                Words.excerpt(found.trace().lines()))));
        lastLines(exhibits, StandardStream.STDERR, evidence.output().stderr());
        if (exhibits.isEmpty()) {
            lastLines(exhibits, StandardStream.STDOUT, evidence.output().stdout());
        }
        var sizes = bytes.stderrBytes() + " bytes on stderr, " + bytes.stdoutBytes() + " on stdout. ";
        if (exhibits.isEmpty()) {
            return new Step(4, title, Result.MISSING, sizes + "They are no longer kept.", List.of());
        }
        var isLead =
                evidence.seen().counts().endedBadly() && !evidence.hasApplicationErrors() && bytes.stderrBytes() > 0;
        return new Step(
                4,
                title,
                crash.isPresent() || isLead ? Result.PROBLEM : Result.OK,
                sizes
                        + crash.map(found -> "The last of " + found.stream().label() + " that says why ("
                                        + found.trace().runtime() + "): "
                                        + Words.cut(found.trace().said(), MESSAGE))
                                .orElse("No stack trace and no uncaught exception in their last 64 KiB."),
                exhibits);
    }

    private void lastLines(List<Exhibit> exhibits, StandardStream stream, OutputTail tail) {
        var last = Output.last(tail);
        var isShown = evidence.output()
                .crash()
                .filter(crash -> crash.stream() == stream && crash.isAllOfTheLast(last.size()))
                .isPresent();
        if (!last.isEmpty() && !isShown) {
            exhibits.add(new Exhibit(Kind.OUTPUT, at.output(stream.label(), last.size()), null, Words.excerpt(last)));
        }
    }

    private Step states() {
        var title = "Build, sync and deployment";
        if (evidence.deployment().isEmpty()) {
            return new Step(
                    5, title, Result.SKIPPED, "The run is not registered: whose it is is not known.", List.of());
        }
        var deployment = evidence.deployment().get();
        if (!deployment.isTold()) {
            return untoldStates(title, deployment);
        }
        var exhibits = new ArrayList<Exhibit>();
        Stream.concat(deployment.newest().stream(), deployment.changed().stream())
                .distinct()
                .limit(2 * MOST_GROUPS)
                .forEach(state -> exhibits.add(exhibit(state)));
        return new Step(5, title, result(deployment), finding(deployment), exhibits);
    }

    /** What the run itself says is the evidence. */
    private Step untoldStates(String title, Deployment deployment) {
        var untold = "The states of the run's connector are not for this credential to see.";
        return deployment.isInDoubt()
                ? new Step(
                        5,
                        title,
                        Result.PROBLEM,
                        deployment.doubts().get(0) + " " + untold,
                        List.of(new Exhibit(Kind.RUN, at.run(), null, null)))
                : new Step(5, title, Result.SKIPPED, untold, List.of());
    }

    private static Result result(Deployment deployment) {
        if (deployment.newest().isEmpty()) {
            return Result.MISSING;
        }
        return deployment.isInDoubt() ? Result.PROBLEM : Result.OK;
    }

    private String finding(Deployment deployment) {
        var found = new ArrayList<String>();
        if (deployment.newest().isEmpty()) {
            found.add("No build or sync of version " + run.version() + " is known.");
        } else if (!deployment.isInDoubt() && run.status() != RunStatus.RUNNING) {
            found.add("What is known of build and sync of version " + run.version() + " was done before the run.");
        }
        found.addAll(deployment.doubts());
        found.addAll(deployment.notes());
        if (evidence.comparison().lastGoodRun() != null) {
            found.add(Words.times(deployment.changed().size(), "state") + " changed since the last good run.");
        }
        return String.join(" ", found);
    }

    private static Exhibit exhibit(State state) {
        var detail = state.detail() == null ? "" : ": " + Words.cut(state.detail(), MESSAGE);
        return new Exhibit(
                Kind.STATE,
                Addresses.state(state.stateId()),
                null,
                state.name() + " " + state.status() + " at " + Words.time(state.updatedAt()) + detail);
    }
}
