package dev.runlog.diagnosis;

import dev.runlog.run.Failure;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A verdict in a sentence. */
final class Summary {
    private Summary() {}

    static String of(Verdict verdict, Evidence evidence) {
        var run = evidence.run();
        var ending = Failure.ending(run.exitCode());
        return switch (verdict) {
            case SUCCEEDED -> "Exit code 0, without an error or a failed Container API call";
            case SUCCEEDED_WITH_ERRORS -> "Exit code 0 in spite of " + errors(evidence);
            case RUNNING -> "Running since " + Words.time(run.startedAt());
            case LOST -> "No end was seen before the deadline; last heard of at " + Words.time(run.lastActivityAt());
            case KILLED, COMMAND_NOT_RUN -> ending + crash(evidence);
            case CONTAINER_API_FAILURE ->
                ending + " after " + calls(evidence)
                        + evidence.firstCall()
                                .map(call -> "; the first: " + Words.title(call))
                                .orElse("");
            case APPLICATION_ERROR -> ending + applicationError(evidence);
            case CRASHED_BEFORE_LOGGING -> ending + " before the first log entry" + lastWords(evidence);
            case DEPLOYMENT_NOT_READY ->
                ending + "; " + evidence.deployment().orElseThrow().doubts().get(0);
            case NO_EVIDENCE -> ending + "; there is no error in the logs, in the output or among the states";
        };
    }

    private static String errors(Evidence evidence) {
        var grouped = evidence.errors().stream()
                .mapToLong(group -> group.counted().entries())
                .sum();
        var run = evidence.run();
        var application = Math.max(grouped, run.logs().errorsOrWorse() - run.apiFailures());
        return Stream.of(
                        application > 0 ? Words.times(application, "error") : "",
                        evidence.hasFailedCalls() ? calls(evidence) : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    private static String calls(Evidence evidence) {
        return Words.times(evidence.run().apiFailures(), "failed Container API call");
    }

    private static String applicationError(Evidence evidence) {
        if (!evidence.hasApplicationErrors()) {
            return crash(evidence);
        }
        var errors = " after " + Words.times(evidence.run().logs().errorsOrWorse(), "error");
        var first = evidence.firstError().map(entry -> "; the first: " + Words.quoted(Words.title(entry)));
        return errors + first.orElse("");
    }

    private static String crash(Evidence evidence) {
        return evidence.lastWords().map(words -> "; " + words).orElse("");
    }

    private static String lastWords(Evidence evidence) {
        var lines = evidence.output().stderr().lines();
        if (evidence.lastWords().isPresent() || lines.isEmpty()) {
            return crash(evidence);
        }
        return "; stderr ends with: " + Words.quoted(lines.get(lines.size() - 1));
    }
}
