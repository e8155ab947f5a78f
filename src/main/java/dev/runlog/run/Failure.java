package dev.runlog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.runlog.run.Examiner.Findings;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a run failed, as far as its counts, its last words and its deployment tell: enough for a list.
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
        DEPLOYMENT_NOT_READY,
        NO_EVIDENCE;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether the evidence shows it, whatever else it shows; nothing but the lack of others shows the last. */
        public boolean fits(Evidence evidence) {
            return switch (this) {
                case LOST -> evidence.status() == RunStatus.LOST;
                case KILLED ->
                    ExitCode.isKilled(evidence.exitCode())
                            || evidence.isKilledByItsWords()
                            || evidence.isCrashBehindCleanLog();
                case COMMAND_NOT_RUN -> ExitCode.isNotRun(evidence.exitCode());
                case CONTAINER_API_FAILURE -> evidence.apiFailures() > 0;
                case APPLICATION_ERROR ->
                    evidence.logs().errorsOrWorse() > 0
                            || evidence.saysWhy() && evidence.logs().total() > 0;
                case CRASHED_BEFORE_LOGGING ->
                    evidence.endedBadly()
                            && evidence.logs().total() == 0
                            && (evidence.stderrBytes() > 0
                                    || evidence.hasLastWords()
                                    || ExitCode.isCrash(evidence.exitCode()));
                case DEPLOYMENT_NOT_READY ->
                    evidence.endedBadly() && evidence.findings().deploymentInDoubt();
                case NO_EVIDENCE ->
                    Arrays.stream(values()).noneMatch(other -> other != NO_EVIDENCE && other.fits(evidence));
            };
        }
    }

    /** An entry that shows what went wrong; both are null where there is none. */
    public record Entry(Integer seq, String fingerprint) {}

    /**
     * What is counted of a run as it arrives, and what was found when it had failed.
     *
     * @param exitCode null where there was none
     * @param findings of a run that has failed
     */
    public record Evidence(
            RunStatus status,
            Integer exitCode,
            LogCounts logs,
            long apiFailures,
            long stderrBytes,
            Entry firstError,
            Entry firstCall,
            Findings findings) {

        Evidence having(Findings found) {
            return new Evidence(status, exitCode, logs, apiFailures, stderrBytes, firstError, firstCall, found);
        }

        public boolean hasLastWords() {
            return findings.lastWords() != null;
        }

        /** Whether its last words are its own, and not those of whoever killed it. */
        public boolean saysWhy() {
            return hasLastWords() && !(findings.toldOfKill() && Kind.KILLED.fits(this));
        }

        /** No code tells how it ended, but its output does. */
        private boolean isKilledByItsWords() {
            return exitCode == null && endedBadly() && findings.toldOfKill();
        }

        /** A crash that followed entries none of which is a reason: the signal is all there is. */
        private boolean isCrashBehindCleanLog() {
            return ExitCode.isCrash(exitCode) && logs.total() > 0 && logs.errorsOrWorse() == 0 && apiFailures == 0;
        }

        /** Failed, or lost. */
        public boolean endedBadly() {
            return switch (status) {
                case RUNNING, SUCCEEDED -> false;
                case FAILED, LOST -> true;
            };
        }
    }

    /** Null unless the run is failed or lost. */
    static Failure of(Evidence evidence) {
        if (!evidence.endedBadly()) {
            return null;
        }
        var kind = Arrays.stream(Kind.values())
                .filter(possible -> possible.fits(evidence))
                .findFirst()
                .orElseThrow();
        var shownBy = kind == Kind.CONTAINER_API_FAILURE ? evidence.firstCall() : evidence.firstError();
        return new Failure(kind, summary(kind, evidence), shownBy.fingerprint(), shownBy.seq());
    }

    private static String summary(Kind kind, Evidence evidence) {
        var exit = ending(evidence.exitCode());
        var lastWords = evidence.hasLastWords() ? "; " + evidence.findings().lastWords() : "";
        return switch (kind) {
            case LOST -> "No end was seen before the deadline";
            case KILLED, COMMAND_NOT_RUN -> exit + lastWords;
            case CONTAINER_API_FAILURE -> exit + " after " + times(evidence.apiFailures(), "failed Container API call");
            case APPLICATION_ERROR -> exit + errors(evidence) + lastWords;
            case CRASHED_BEFORE_LOGGING -> exit + " before the first log entry" + output(evidence);
            case DEPLOYMENT_NOT_READY -> exit + "; the build or sync of its version was not in place when it started";
            case NO_EVIDENCE -> exit + (evidence.exitCode() == null ? ", and" : "") + " without an error in the logs";
        };
    }

    private static String errors(Evidence evidence) {
        var errors = evidence.logs().errorsOrWorse();
        return errors == 0 ? "" : " after " + times(errors, "error");
    }

    private static String output(Evidence evidence) {
        if (evidence.hasLastWords()) {
            return "; " + evidence.findings().lastWords();
        }
        return evidence.stderrBytes() > 0 ? "; see stderr" : "";
    }

    /**
     * How the run ended, in a few words.
     *
     * @param code null where there was none
     */
    public static String ending(Integer code) {
        return code == null
                ? "The container vanished without an exit code"
                : ExitCode.meaning(code).orElse("Exit code " + code);
    }

    private static String times(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
