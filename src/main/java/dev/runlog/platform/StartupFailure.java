package dev.runlog.platform;

/** Why the service cannot start, in one line that says what to do; it needs no stack trace. */
public final class StartupFailure extends RuntimeException {
    public StartupFailure(String line) {
        super(line);
    }

    public StartupFailure(String line, Throwable cause) {
        super(line, cause);
    }
}
