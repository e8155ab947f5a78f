package dev.runlog.platform;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.Optional;

/** Says why the service did not start: in one line where the reason is known, with the stack trace where it is not. */
final class StartupReport {
    private static final int FAILED = 1;

    private StartupReport() {}

    /** @return the exit code */
    static int print(Throwable failure) {
        lineOf(failure)
                .ifPresentOrElse(line -> System.err.println("Runlog cannot start. " + line), failure::printStackTrace);
        return FAILED;
    }

    static Optional<String> lineOf(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupFailure
                    || cause instanceof ConfigurationException
                    || cause instanceof ConfigValidationException) {
                return Optional.of(cause.getMessage());
            }
            if (cause instanceof QuarkusBindException taken) {
                return Optional.of("Port " + taken.getPort() + " of " + taken.getHost()
                        + " is in use: stop what uses it," + " or set QUARKUS_HTTP_PORT or QUARKUS_MANAGEMENT_PORT.");
            }
            if (cause instanceof SQLException sql) {
                return Optional.of("The database cannot be used: "
                        + sql.getMessage().lines().findFirst().orElse("")
                        + " See to QUARKUS_DATASOURCE_JDBC_URL, _USERNAME and _PASSWORD.");
            }
        }
        return Optional.empty();
    }
}
