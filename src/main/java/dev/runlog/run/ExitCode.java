package dev.runlog.run;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What exit codes mean where they mean something: Docker's own (docker run reference), 128 + signal of the shell
 * (POSIX 2.8.2) and Productsup's. Not every code above 128 is a signal.
 */
public final class ExitCode {
    private static final Map<Integer, String> KILLED = Map.of(
            130, "Interrupted by SIGINT (exit code 130)",
            137, "Killed by SIGKILL (exit code 137), often out of memory",
            143, "Ended by SIGTERM (exit code 143), stopped from outside");
    private static final Map<Integer, String> NOT_RUN = Map.of(
            125, "The container could not be started (exit code 125)",
            126, "The command could not be executed (exit code 126)",
            127, "The command was not found (exit code 127)");
    private static final Map<Integer, String> CRASHED = Map.of(
            134, "Aborted by SIGABRT (exit code 134)",
            139, "Segmentation fault, SIGSEGV (exit code 139)");
    private static final Map<Integer, String> OTHER = Map.of(
            10, "Feedback file error (exit code 10)",
            192, "Error for engineering (exit code 192)",
            224, "Error for support (exit code 224)",
            240, "Error at client level (exit code 240)");

    private ExitCode() {}

    /** Ended from outside by a signal. */
    public static boolean isKilled(Integer code) {
        return code != null && KILLED.containsKey(code);
    }

    /** The connector's command never ran. */
    public static boolean isNotRun(Integer code) {
        return code != null && NOT_RUN.containsKey(code);
    }

    /** Ended itself by a signal, which it does only where something broke. */
    public static boolean isCrash(Integer code) {
        return code != null && CRASHED.containsKey(code);
    }

    /** One sentence; empty where the code has no meaning of its own. */
    public static Optional<String> meaning(int code) {
        return Stream.of(KILLED, NOT_RUN, CRASHED, OTHER)
                .map(meanings -> meanings.get(code))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
