package dev.runlog.platform;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What must be known before Quarkus reads its configuration; looked up where Quarkus looks: system properties,
 * environment, {@code .env}, and {@code config/application.properties} in the working directory.
 */
record LaunchSettings(SmallRyeConfig config) {
    /** Names the embedded database's directory; set only where there is one. */
    static final String EMBEDDED_DATABASE = "runlog.embedded-database";

    private static final String DATABASE_URL = "quarkus.datasource.jdbc.url";
    private static final Path FILE = Path.of("config", "application.properties");
    private static final int BELOW_THE_ENVIRONMENT = 260;

    static LaunchSettings read() {
        var builder = ConfigUtils.configBuilder();
        try {
            if (Files.isRegularFile(FILE)) {
                builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), BELOW_THE_ENVIRONMENT));
            }
        } catch (IOException failure) {
            throw new StartupFailure(FILE.toAbsolutePath() + " cannot be read.");
        }
        return new LaunchSettings(builder.build());
    }

    boolean hasDatabase() {
        return has(DATABASE_URL);
    }

    Path dataDirectory() {
        return config.getOptionalValue("runlog.data-dir", String.class)
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".runlog"));
    }

    /** Points the service at the embedded database and keeps it on loopback unless an address is asked for. */
    void use(EmbeddedDatabase database) {
        System.setProperty(DATABASE_URL, database.jdbcUrl());
        System.setProperty("quarkus.datasource.username", database.username());
        System.setProperty("quarkus.datasource.password", database.password());
        System.setProperty(EMBEDDED_DATABASE, database.directory().toString());
        setUnlessGiven("quarkus.http.host", "127.0.0.1");
        setUnlessGiven("quarkus.management.host", "127.0.0.1");
    }

    private void setUnlessGiven(String name, String value) {
        if (!has(name)) {
            System.setProperty(name, value);
        }
    }

    private boolean has(String name) {
        return config.getOptionalValue(name, String.class).isPresent();
    }
}
