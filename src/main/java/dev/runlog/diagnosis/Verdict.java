package dev.runlog.diagnosis;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.runlog.run.Failure.Kind;
import dev.runlog.run.RunStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What became of a run, in the order in which it is looked for. The kind of its failure is the same wherever the run is
 * shown.
 */
public enum Verdict {
    SUCCEEDED,
    SUCCEEDED_WITH_ERRORS,
    RUNNING,
    LOST,
    KILLED,
    COMMAND_NOT_RUN,
    CONTAINER_API_FAILURE,
    APPLICATION_ERROR,
    CRASHED_BEFORE_LOGGING,
    DEPLOYMENT_NOT_READY,
    NO_EVIDENCE;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every verdict that the evidence fits, never none. */
    static List<Verdict> fitting(Evidence evidence) {
        return Arrays.stream(values()).filter(verdict -> verdict.fits(evidence)).toList();
    }

    private boolean fits(Evidence evidence) {
        var counts = evidence.seen().counts();
        var status = evidence.run().status();
        var hasErrors = evidence.hasApplicationErrors() || evidence.hasFailedCalls();
        return switch (this) {
            case SUCCEEDED -> status == RunStatus.SUCCEEDED && !hasErrors;
            case SUCCEEDED_WITH_ERRORS -> status == RunStatus.SUCCEEDED && hasErrors;
            case RUNNING -> status == RunStatus.RUNNING;
            case LOST -> Kind.LOST.fits(counts);
            case KILLED -> Kind.KILLED.fits(counts);
            case COMMAND_NOT_RUN -> Kind.COMMAND_NOT_RUN.fits(counts);
            case CONTAINER_API_FAILURE -> Kind.CONTAINER_API_FAILURE.fits(counts);
            case APPLICATION_ERROR -> evidence.hasApplicationErrors() || counts.saysWhy() && evidence.hasLogged();
            case CRASHED_BEFORE_LOGGING -> Kind.CRASHED_BEFORE_LOGGING.fits(counts);
            case DEPLOYMENT_NOT_READY -> evidence.isDeploymentInDoubt();
            case NO_EVIDENCE ->
                Arrays.stream(values()).noneMatch(other -> other != NO_EVIDENCE && other.fits(evidence));
        };
    }
}
