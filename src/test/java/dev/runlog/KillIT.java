package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.Load;
import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A 2xx is a promise: however the packaged service ends under load, its next start on the directory keeps it. */
class KillIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("kill-it");
    private static final int CLIENTS = 4;
    private static final int LOAD_MS = 1_000;

    private static PackagedService service;

    private enum End {
        KILLED,
        KILLED_WITH_ITS_DATABASE,
        STOPPED
    }

    @BeforeAll
    static void begin() throws Exception {
        DIRECTORY.empty();
        service = PackagedService.start(DIRECTORY);
    }

    @AfterAll
    static void cleanUp() throws Exception {
        if (service != null) {
            service.cleanUp();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void what_was_acknowledged_is_there_exactly_once(End end) throws Exception {
        try (var load = new Load(CLIENTS)) {
            load.begin((client, number) -> client.load(service));
            Thread.sleep(LOAD_MS);
            end(end);
            load.end();
            service.discard();
            service = PackagedService.start(DIRECTORY);
            load.each((client, number) -> client.retry(service));

            load.assertKept(service);
            assertThat(load.entries()).isGreaterThan(CLIENTS * 10);
            if (end == End.STOPPED) {
                assertThat(load.replays())
                        .as("writes that were committed and not answered")
                        .isZero();
            }
            System.out.println(end + ": " + load.summary());
        }
    }

    private static void end(End end) throws Exception {
        switch (end) {
            case KILLED -> {
                service.kill();
                assertThat(DIRECTORY.database()).isPresent();
            }
            case KILLED_WITH_ITS_DATABASE -> {
                DIRECTORY.database().orElseThrow().destroyForcibly();
                service.kill();
            }
            case STOPPED -> {
                service.stop();
                assertThat(DIRECTORY.database()).isEmpty();
            }
        }
    }
}
