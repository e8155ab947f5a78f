package dev.runlog.platform;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The service once it is up: says where it is and what to try, and waits for its end. */
@Dependent
class Service implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("dev.runlog");

    private final String host;
    private final int port;
    private final int managementPort;
    private final Optional<String> embeddedDatabase;
    private final Admission admission;

    Service(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.management.port") int managementPort,
            @ConfigProperty(name = LaunchSettings.EMBEDDED_DATABASE) Optional<String> embeddedDatabase,
            Admission admission) {
        this.host = host;
        this.port = port;
        this.managementPort = managementPort;
        this.embeddedDatabase = embeddedDatabase;
        this.admission = admission;
    }

    @Override
    public int run(String... args) {
        var address = "http://" + host + ":" + port;
        LOG.infof("Runlog is ready at %s (health and metrics at port %d)", address, managementPort);
        embeddedDatabase.ifPresent(directory -> {
            LOG.infof("No database is configured: the embedded one is used, and its data is in %s", directory);
            System.out.println(welcome(address, admission.optionsOfCurl()));
        });
        Quarkus.waitForExit();
        return 0;
    }

    private static String welcome(String address, String options) {
        return """
                Try:
                  curl%2$s -X PUT %1$s/ingest/v1/runs/6f1c2a52-5b1e-4c1a-9a44-0d5f3a1b7c20 \\
                       -H 'Content-Type: application/json' -d '{"connector": "crm", "site": "berlin", "version": "1.4.2"}'
                  curl%2$s %1$s/api/v1/runs
                  open %1$s/q/swagger-ui
                """.formatted(address, options);
    }
}
