package dev.runlog.diagnosis;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.runlog.run.ExitCode;
import java.util.List;
import java.util.Locale;

/** How far the evidence carries a verdict. */
public enum Confidence {
    HIGH,
    MEDIUM,
    LOW;

    /** What stands among so many last entries counts as said at the end. */
    private static final int NEAR_END = 20;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Confidence in(Verdict verdict, Evidence evidence) {
        return switch (verdict) {
            case SUCCEEDED -> evidence.output().crash().isPresent() ? MEDIUM : HIGH;
            case SUCCEEDED_WITH_ERRORS, RUNNING, LOST -> HIGH;
            case KILLED -> ofKill(evidence);
            case COMMAND_NOT_RUN -> evidence.run().logs().total() == 0 ? HIGH : MEDIUM;
            case CONTAINER_API_FAILURE ->
                isAtEnd(evidence.calls(), evidence) && !isErrorBeforeCall(evidence) ? HIGH : MEDIUM;
            case APPLICATION_ERROR ->
                evidence.output().crash().isPresent() || isAtEnd(evidence.errors(), evidence) ? HIGH : MEDIUM;
            case CRASHED_BEFORE_LOGGING ->
                evidence.output().crash().isPresent()
                                || ExitCode.isCrash(evidence.run().exitCode())
                        ? HIGH
                        : MEDIUM;
            case DEPLOYMENT_NOT_READY -> MEDIUM;
            case NO_EVIDENCE -> LOW;
        };
    }

    /** Without an exit code there is only the word of its output, and what was logged may speak against it. */
    private static Confidence ofKill(Evidence evidence) {
        if (evidence.run().exitCode() == null) {
            return evidence.hasApplicationErrors() || evidence.hasFailedCalls() ? LOW : MEDIUM;
        }
        return hasFailedBefore(evidence) ? MEDIUM : HIGH;
    }

    /** It said why it ends, which may be before it was killed. */
    private static boolean hasFailedBefore(Evidence evidence) {
        return evidence.output()
                .crash()
                .filter(crash -> !crash.trace().tellsOfKill())
                .isPresent();
    }

    private static boolean isAtEnd(List<Group> groups, Evidence evidence) {
        var last = evidence.run().logs().total();
        return groups.stream().anyMatch(group -> group.counted().lastSeq() > last - NEAR_END);
    }

    private static boolean isErrorBeforeCall(Evidence evidence) {
        return evidence.firstError().isPresent()
                && evidence.firstCall().isPresent()
                && evidence.firstError().get().seq()
                        < evidence.firstCall().get().seq();
    }
}
