package dev.runlog.platform;

import java.io.IOException;
import java.net.URL;
import java.util.Locale;
import java.util.Set;

/** PostgreSQL's programs for this machine as they lie on the class path; the image comes without. */
record PostgresArchive(URL location) {
    private static final Set<String> ARM = Set.of("aarch64", "arm64");

    /** @throws StartupFailure if there are none */
    static PostgresArchive ofThisMachine() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        var processor = ARM.contains(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
        var location = PostgresArchive.class.getResource("/postgres-" + system + "-" + processor + ".txz");
        if (location == null) {
            throw new StartupFailure("No database is configured, and no embedded one comes with this Runlog for "
                    + system + " on " + processor + ": set QUARKUS_DATASOURCE_JDBC_URL, _USERNAME and _PASSWORD.");
        }
        return new PostgresArchive(location);
    }

    byte[] read() throws IOException {
        try (var content = location.openStream()) {
            return content.readAllBytes();
        }
    }
}
