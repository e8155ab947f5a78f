package dev.runlog.diagnosis;

import dev.runlog.log.LogExcerpt;
import dev.runlog.log.RunError;
import dev.runlog.log.Severity;
import dev.runlog.log.Source;
import dev.runlog.output.OutputTail;
import dev.runlog.run.CloseUp;
import dev.runlog.run.Examiner.Findings;
import dev.runlog.run.Failure;
import dev.runlog.run.LogCounts;
import dev.runlog.run.LogCounts.ByLevel;
import dev.runlog.run.Run;
import dev.runlog.run.RunStatus;
import dev.runlog.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Evidence as a test wants it: at first a run that started and of which nothing else is known. */
final class GivenEvidence {
    static final UUID PROCESS = UUID.fromString("93e37cdf-046d-45b2-a983-1e2580e57b5c");
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    static final Instant END = START.plusSeconds(81);

    private RunStatus status = RunStatus.RUNNING;
    private Integer exitCode;
    private int infos;
    private int seq;
    private int errors;
    private int calls;
    private final List<Group> errorGroups = new ArrayList<>();
    private final List<Group> callGroups = new ArrayList<>();
    private Optional<LogExcerpt> firstError = Optional.empty();
    private Optional<LogExcerpt> firstCall = Optional.empty();
    private String stdout = "";
    private String stderr = "";
    private final List<State> states = new ArrayList<>();
    private boolean registered = true;
    private boolean oneRunOnly;
    private String thenVersion;

    static GivenEvidence evidence() {
        return new GivenEvidence();
    }

    /** @param code null where the container vanished */
    GivenEvidence exitCode(Integer code) {
        exitCode = code;
        status = code != null && code == 0 ? RunStatus.SUCCEEDED : RunStatus.FAILED;
        return this;
    }

    GivenEvidence lost() {
        status = RunStatus.LOST;
        return this;
    }

    GivenEvidence notRegistered() {
        registered = false;
        return this;
    }

    /** As who may see this run alone sees it. */
    GivenEvidence seenAlone() {
        oneRunOnly = true;
        return this;
    }

    GivenEvidence infos(int entries) {
        infos += entries;
        seq += entries;
        return this;
    }

    GivenEvidence error(String message) {
        errors++;
        var entry = new LogExcerpt(++seq, Severity.ERROR, Source.APPLICATION, message, null, null, null, null);
        firstError = firstError.or(() -> Optional.of(entry));
        errorGroups.add(group(entry));
        return this;
    }

    /** @param code null where no answer came */
    GivenEvidence call(String method, String path, Integer code) {
        calls++;
        var entry = new LogExcerpt(
                ++seq, Severity.ERROR, Source.CONTAINER_API, method + " " + path, method, path, code, "no");
        firstCall = firstCall.or(() -> Optional.of(entry));
        callGroups.add(group(entry));
        return this;
    }

    private static Group group(LogExcerpt entry) {
        var counted = new RunError(
                entry.message().hashCode(),
                entry.severity(),
                entry.source(),
                1,
                entry.seq(),
                entry.seq(),
                START,
                START);
        return new Group(counted, Optional.of(entry));
    }

    GivenEvidence stdout(String text) {
        stdout = text;
        return this;
    }

    GivenEvidence stderr(String text) {
        stderr = text;
        return this;
    }

    /** A state of the run's connector and version; its only change was so many seconds behind the run's start. */
    GivenEvidence state(String name, String state, int seconds) {
        return state(name, state, seconds, seconds);
    }

    GivenEvidence state(String name, String state, int made, int changed) {
        var terminal = List.of("done", "failed", "cancelled").contains(state);
        var at = START.plusSeconds(changed);
        states.add(new State(
                name + states.size(),
                "shopify-export",
                "1.4.2",
                name,
                state,
                terminal,
                "u-17",
                START.plusSeconds(made),
                at,
                terminal ? at : null,
                null,
                null,
                null));
        return this;
    }

    GivenEvidence lastGoodRunOf(String version) {
        thenVersion = version;
        return this;
    }

    Evidence build() {
        var run = run();
        var counts = new Failure.Evidence(
                status,
                exitCode,
                run.logs(),
                calls,
                stderr.length(),
                new Failure.Entry(firstError.map(LogExcerpt::seq).orElse(null), null),
                new Failure.Entry(firstCall.map(LogExcerpt::seq).orElse(null), null),
                Findings.NONE);
        var newestFirst = states.stream()
                .sorted(Comparator.comparing(State::createdAt).reversed())
                .toList();
        var output = Output.of(tail(stdout), tail(stderr));
        var deployment =
                registered ? Optional.of(Deployment.of(run, newestFirst, List.of())) : Optional.<Deployment>empty();
        var kept = new CloseUp(run, counts);
        var seen = counts.endedBadly() ? kept.having(Examination.found(output, deployment)) : kept;
        return new Evidence(
                seen,
                firstError,
                firstCall,
                errorGroups,
                callGroups,
                output,
                oneRunOnly
                        ? deployment.map(untold -> Deployment.untold(seen.run().failure()))
                        : deployment,
                comparison(run));
    }

    private static OutputTail tail(String text) {
        return new OutputTail(text.lines().toList());
    }

    private Run run() {
        var ended = status == RunStatus.SUCCEEDED || status == RunStatus.FAILED;
        return new Run(
                PROCESS,
                registered ? "shopify-export" : null,
                registered ? "12345" : null,
                registered ? "1.4.2" : null,
                status,
                exitCode,
                START,
                ended ? END : null,
                ended ? 81_000L : null,
                START.plusSeconds(21_600),
                START.plusSeconds(60),
                LogCounts.of(new ByLevel(0, 0, 0, (long) errors + calls, 0, 0, infos, 0)),
                calls,
                new Run.OutputSizes(stdout.length(), stderr.length()),
                null,
                null,
                false);
    }

    private Comparison comparison(Run run) {
        var without = Comparison.withNothing(run);
        return thenVersion == null
                ? without
                : new Comparison(
                        PROCESS,
                        UUID.fromString("0b8f7a52-77d1-4c1f-8f6e-0f6b8f0f9a11"),
                        new Comparison.Versions(run.version(), thenVersion),
                        0.5,
                        without.byLevel(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
    }
}
