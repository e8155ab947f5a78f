package dev.runlog.diagnosis;

import dev.runlog.diagnosis.Output.Crash;
import dev.runlog.log.LogExcerpt;
import dev.runlog.run.ExitCode;
import dev.runlog.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What to do about a run: each a sentence that says what and where. */
final class NextActions {
    private static final int MOST = 5;
    private static final int SIGKILL = 137;

    private final Evidence evidence;
    private final Run run;
    private final Addresses at;
    private final List<String> actions = new ArrayList<>();

    private NextActions(Evidence evidence) {
        this.evidence = evidence;
        this.run = evidence.run();
        this.at = new Addresses(run.processId());
    }

    /** @param fitting verdicts, the first one first */
    static List<String> of(List<Verdict> fitting, Evidence evidence) {
        var next = new NextActions(evidence);
        if (fitting.get(0) != Verdict.SUCCEEDED) {
            fitting.forEach(next::add);
            next.addOfExitCode();
            next.addComparison();
        }
        return new LinkedHashSet<>(next.actions).stream().limit(MOST).toList();
    }

    private void add(Verdict verdict) {
        switch (verdict) {
            case SUCCEEDED -> {}
            case SUCCEEDED_WITH_ERRORS ->
                actions.add("Decide whether the errors matter; if they do, let the connector end with another exit code"
                        + " than 0.");
            case RUNNING ->
                actions.add("Follow it: " + at.logs() + "?wait=20&afterSeq="
                        + run.logs().total());
            case LOST -> {
                actions.add("See whether its container still runs. If not, send the end that is missing: POST"
                        + " /ingest/v1/runs/" + run.processId() + "/finish");
                actions.add("Read what it did last: " + at.lastEntries());
                actions.add("If it rightly takes that long, register it with a later deadlineAt.");
            }
            case KILLED -> killed();
            case COMMAND_NOT_RUN -> notRun();
            case CONTAINER_API_FAILURE -> calls();
            case APPLICATION_ERROR -> errors();
            case CRASHED_BEFORE_LOGGING -> crash();
            case DEPLOYMENT_NOT_READY -> deploy();
            case NO_EVIDENCE -> noEvidence();
        }
    }

    /** Without an exit code it is known by its output, and may have no end. */
    private void killed() {
        if (ExitCode.isCrash(run.exitCode())) {
            coreDump();
            return;
        }
        var until = Words.time(run.finishedAt() == null ? run.lastActivityAt() : run.finishedAt());
        switch (run.exitCode() == null ? SIGKILL : run.exitCode()) {
            case SIGKILL ->
                actions.add("Look at the container's memory until " + until
                        + ": raise its limit, or let the connector hold less at a time; if nothing ran out, find who"
                        + " killed it.");
            case 143 -> actions.add("Find who stopped it at " + until + ": a time limit, a deployment or a person.");
            default -> actions.add("Find who interrupted it at " + until + ".");
        }
        actions.add("See what it was doing then: " + (evidence.hasLogged() ? at.lastEntries() : at.timeline()));
    }

    private void notRun() {
        switch (run.exitCode()) {
            case 125 ->
                actions.add("Look at the container engine's own log: the image" + ofVersion()
                        + " may be missing, or an option of the start be wrong.");
            case 126 ->
                actions.add("Make the entry point" + ofVersion()
                        + " executable, and see that its first line and its processor architecture are right.");
            default ->
                actions.add("See that the command is spelled right and is in the image" + ofVersion()
                        + ", and on its PATH.");
        }
        lastLines();
    }

    private void calls() {
        evidence.calls().stream().findFirst().ifPresent(group -> {
            var advice = group.sample().map(NextActions::advice).orElse("See what they were");
            actions.add(advice + " (" + Words.times(group.counted().entries(), "call") + ", " + group.title() + "): "
                    + at.failuresOf(group.fingerprint()));
        });
        if (evidence.calls().size() != 1) {
            actions.add("Read all failed calls with their answers: " + at.failures());
        }
    }

    private static String advice(LogExcerpt call) {
        var code = call.responseCode();
        if (code == null) {
            return "Check the network between the container and the Container API, which gave no answer";
        }
        return switch (code) {
            case 401, 403 -> "Check what this connector may do in the Container API, which refused it";
            case 404, 410 -> "Check that what was asked for exists and is named right";
            case 408, 504 -> "Ask for less at a time, or allow the Container API more time";
            case 413 -> "Send less at a time";
            case 429 -> "Let the connector call less often, and wait when told to";
            default ->
                code < 500
                        ? "Check what the connector sent: the Container API found the request wrong"
                        : "Take it to whoever runs the Container API, which failed itself; then run again";
        };
    }

    private void errors() {
        evidence.firstError()
                .ifPresent(first -> actions.add("Read the first error with what led to it: " + at.around(first.seq())));
        crashAction();
        evidence.errors().stream()
                .findFirst()
                .ifPresent(group -> actions.add("See whether other runs have " + Words.quoted(group.title()) + ": "
                        + Addresses.runsWith(group.fingerprint())));
    }

    private void crash() {
        crashAction();
        if (evidence.output().crash().isEmpty()) {
            lastLines();
        }
        if (ExitCode.isCrash(run.exitCode())) {
            coreDump();
        }
    }

    private void coreDump() {
        actions.add("Run " + itself() + " by hand with core dumps on: its native code broke.");
    }

    /** Nothing is known of the version until the run is registered. */
    private String itself() {
        return run.version() == null ? "it" : "version " + run.version();
    }

    private String ofVersion() {
        return run.version() == null ? "" : " of version " + run.version();
    }

    private void crashAction() {
        evidence.output().crash().ifPresent(crash -> actions.add(fix(crash)));
    }

    private String fix(Crash crash) {
        return "Fix what " + crash.stream().label() + " says ("
                + Words.cut(crash.trace().headline(), 150) + "): "
                + at.output(crash.stream().label(), crash.linesToEnd());
    }

    private void lastLines() {
        if (run.output().stderrBytes() > 0) {
            actions.add("Read the end of stderr: " + at.output("stderr", 50));
        } else if (run.output().stdoutBytes() > 0) {
            actions.add("Read the end of stdout: " + at.output("stdout", 50));
        }
    }

    private void deploy() {
        var isTold = evidence.deployment().filter(Deployment::isTold).isPresent();
        actions.add("Bring build and sync of version " + run.version() + " to their end, then run again"
                + (isTold ? ": " + Addresses.statesOf(run.connector()) : "."));
    }

    private void noEvidence() {
        lastLines();
        if (evidence.hasLogged()) {
            actions.add("Read what it logged last: " + at.lastEntries());
        }
        actions.add("Run " + itself() + " by hand, and let the connector log why it ends before it does.");
    }

    /** What Productsup's own codes ask for. */
    private void addOfExitCode() {
        if (run.exitCode() == null) {
            return;
        }
        switch (run.exitCode()) {
            case 10 -> actions.add("Check the feedback file that the connector wrote.");
            case 192 -> actions.add("Hand it to engineering: the connector ended with their code.");
            case 224 -> actions.add("Hand it to support: the connector ended with their code.");
            case 240 ->
                actions.add("Check the client's own settings and data"
                        + (run.site() == null ? "" : " of site " + run.site())
                        + ": the connector says that the fault is there.");
            default -> {}
        }
    }

    private void addComparison() {
        var comparison = evidence.comparison();
        if (comparison.differsInVersion()) {
            actions.add("The version changed from " + comparison.version().then() + " to "
                    + comparison.version().now() + " since it last went well; see what else did: " + at.comparison());
        } else if (comparison.lastGoodRun() != null) {
            actions.add("See what changed since it last went well: " + at.comparison());
        }
    }
}
