package dev.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.PackagedService;
import dev.runlog.testing.ServiceDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged service says in one line why it does not start. */
class StartIT {
    private static final ServiceDirectory DIRECTORY = ServiceDirectory.named("start-it");

    @Test
    void a_second_service_on_the_same_directory_says_so_and_ends() throws Exception {
        DIRECTORY.empty();
        var first = PackagedService.start(DIRECTORY);
        try {
            assertRefuses(
                    Map.of(),
                    "The data directory " + DIRECTORY.made() + " is in use by another Runlog: stop that one, or "
                            + "set RUNLOG_DATA_DIR to another directory.");
            assertThat(first.stop()).isIn(0, 143);
        } finally {
            first.cleanUp();
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_named_in_one_line() throws Exception {
        int unused;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }

        assertRefuses(
                Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + unused + "/runlog"),
                "QUARKUS_DATASOURCE_JDBC_URL");
    }

    private static void assertRefuses(Map<String, String> settings, String why) throws Exception {
        var service = PackagedService.launch(DIRECTORY, settings);
        try {
            assertThat(service.ended()).isEqualTo(1);
            assertThat(service.said())
                    .singleElement()
                    .asString()
                    .startsWith("Runlog cannot start. ")
                    .contains(why);
        } finally {
            service.discard();
        }
    }
}
