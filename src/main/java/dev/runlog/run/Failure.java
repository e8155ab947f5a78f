package dev.runlog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a run failed, as far as its own counts tell: enough for a list.
 *
 * @param fingerprint of the entry that shows it, 16 hex digits: the first failed call of a {@code container-api-failure},
 *     else the first error; null where there is none
 * @param seq of that entry; null where there is none
 */
public record Failure(
        Kind kind,
        String summary,
        @Schema(nullable = true) String fingerprint,
        @Schema(nullable = true) Integer seq) {

    /** In the order in which they are looked for. */
    public enum Kind {
        LOST,
        KILLED,
        COMMAND_NOT_RUN,
        CONTAINER_API_FAILURE,
        APPLICATION_ERROR,
        CRASHED_BEFORE_LOGGING,
        NO_EVIDENCE;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An entry that shows what went wrong; both are null where there is none. */
    record Entry(Integer seq, String fingerprint) {}

    /** @param exitCode null where there was none */
    record Evidence(
            RunStatus status,
            Integer exitCode,
            LogCounts logs,
            long apiFailures,
            long stderrBytes,
            Entry firstError,
            Entry firstCall) {}

    /** Null unless the run is failed or lost. */
    static Failure of(Evidence evidence) {
        return switch (evidence.status()) {
            case RUNNING, SUCCEEDED -> null;
            case LOST -> found(Kind.LOST, "No end was seen before the deadline", evidence);
            case FAILED -> failed(evidence);
        };
    }

    private static Failure failed(Evidence evidence) {
        var exit = exit(evidence.exitCode());
        if (ExitCode.isKilled(evidence.exitCode())) {
            return found(Kind.KILLED, exit, evidence);
        }
        if (ExitCode.isNotRun(evidence.exitCode())) {
            return found(Kind.COMMAND_NOT_RUN, exit, evidence);
        }
        if (evidence.apiFailures() > 0) {
            var calls = times(evidence.apiFailures(), "failed Container API call");
            return found(Kind.CONTAINER_API_FAILURE, exit + " after " + calls, evidence.firstCall());
        }
        if (evidence.logs().errorsOrWorse() > 0) {
            var errors = times(evidence.logs().errorsOrWorse(), "error");
            return found(Kind.APPLICATION_ERROR, exit + " after " + errors, evidence);
        }
        if (evidence.logs().total() == 0 && evidence.stderrBytes() > 0) {
            return found(Kind.CRASHED_BEFORE_LOGGING, exit + " before the first log entry; see stderr", evidence);
        }
        return found(Kind.NO_EVIDENCE, exit + " without an error in the logs", evidence);
    }

    private static Failure found(Kind kind, String summary, Evidence evidence) {
        return found(kind, summary, evidence.firstError());
    }

    private static Failure found(Kind kind, String summary, Entry shownBy) {
        return new Failure(kind, summary, shownBy.fingerprint(), shownBy.seq());
    }

    private static String exit(Integer code) {
        return code == null
                ? "The container vanished without an exit code"
                : ExitCode.meaning(code).orElse("Exit code " + code);
    }

    private static String times(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
