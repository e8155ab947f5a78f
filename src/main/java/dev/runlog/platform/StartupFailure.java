package dev.runlog.platform;

/** Why the service cannot start, in one line that says what to do; it needs no stack trace. */
final class StartupFailure extends RuntimeException {
    StartupFailure(String line) {
        super(line);
    }

    StartupFailure(String line, Throwable cause) {
        super(line, cause);
    }
}
