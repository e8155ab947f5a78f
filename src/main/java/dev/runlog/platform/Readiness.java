package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.flywaydb.core.Flyway;

/**
 * What must be so before requests are sent here: the database answers, its schema is this version's, and there are
 * partitions for today and tomorrow. A frozen database is unready within a few seconds, not a hanging probe.
 */
@ApplicationScoped
class Readiness {
    private static final int PATIENCE_MS = 2000;
    private static final Duration DAY = Duration.ofDays(1);

    private final AgroalDataSource writes;
    private final AgroalDataSource queries;
    private final Flyway flyway;
    private final Partitions partitions;
    private final Clock clock;

    Readiness(
            AgroalDataSource writes,
            @DataSource("query") AgroalDataSource queries,
            Flyway flyway,
            Partitions partitions,
            Clock clock) {
        this.writes = writes;
        this.queries = queries;
        this.flyway = flyway;
        this.partitions = partitions;
        this.clock = clock;
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck database() {
        return check("database", () -> true);
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck schema() {
        return check("schema", () -> flyway.info().pending().length == 0);
    }

    @Produces
    @org.eclipse.microprofile.health.Readiness
    HealthCheck partitions() {
        return check("partitions", () -> {
            var now = clock.instant();
            return partitions.hasDay(now) && partitions.hasDay(now.plus(DAY));
        });
    }

    private interface Question {
        boolean holds() throws SQLException;
    }

    /** Why a check is down is not said: health is open to all. */
    private HealthCheck check(String name, Question question) {
        return () -> {
            try {
                return HealthCheckResponse.named(name)
                        .status(databaseAnswers() && question.holds())
                        .build();
            } catch (SQLException | RuntimeException unanswered) {
                DeadConnections.flush(writes);
                DeadConnections.flush(queries);
                return HealthCheckResponse.down(name);
            }
        };
    }

    private boolean databaseAnswers() throws SQLException {
        try (var connection = queries.getConnection()) {
            var patience = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, PATIENCE_MS);
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("select 1")) {
                return row.next();
            } finally {
                connection.setNetworkTimeout(Runnable::run, patience);
            }
        }
    }
}
