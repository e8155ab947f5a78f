package dev.runlog.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the process begins. With no database configured it starts the embedded one before Quarkus reads its
 * configuration, and stops it after Quarkus, whatever ends the process but a kill.
 */
@QuarkusMain
public final class Launcher {
    /** Without it an address that is no URI gets an empty 400; with it, the problem document of ours. */
    private static final String LET_BROKEN_ADDRESSES_IN = "vertx.disableURIValidation";

    Launcher() {}

    public static void main(String... args) {
        System.setProperty(LET_BROKEN_ADDRESSES_IN, "true");
        var exitCode = run(args);
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            System.exit(exitCode);
        }
    }

    private static int run(String... args) {
        try {
            var settings = LaunchSettings.read();
            return settings.hasDatabase() ? serve(args) : serveEmbedded(settings, args);
        } catch (RuntimeException failure) {
            return StartupReport.print(failure);
        }
    }

    private static int serveEmbedded(LaunchSettings settings, String... args) {
        var database = EmbeddedDatabase.start(settings.dataDirectory());
        var quarkusEnded = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(quarkusEnded, database), "embedded-database"));
        try {
            settings.use(database);
            return serve(args);
        } finally {
            quarkusEnded.countDown();
        }
    }

    /** Hooks run side by side, so the database's waits for Quarkus, whose own hook makes {@link #serve} return. */
    private static void closeAfter(CountDownLatch quarkusEnded, EmbeddedDatabase database) {
        try {
            quarkusEnded.await();
            database.close();
        } catch (IOException failure) {
            System.err.println(failure.getMessage());
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
    }

    private static int serve(String... args) {
        var exitCode = new AtomicInteger();
        Quarkus.run(
                Service.class,
                (code, failure) -> exitCode.set(failure == null ? code : StartupReport.print(failure)),
                args);
        return exitCode.get();
    }
}
