package dev.runlog.platform;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import org.jboss.logging.Logger;

/**
 * Keeps the partitions of today and the next days made: at the start, behind Flyway, and hourly; by every instance, since
 * none may be without them. A table that a migration has added gets those of the days before, whose runs may go on.
 */
@ApplicationScoped
class PartitionsAhead {
    private static final Logger LOG = Logger.getLogger(PartitionsAhead.class);
    private static final int DAYS_AHEAD = 3;

    private final Partitions partitions;
    private final OldPartitions old;
    private final Retention retention;
    private final Clock clock;

    PartitionsAhead(Partitions partitions, OldPartitions old, Retention retention, Clock clock) {
        this.partitions = partitions;
        this.old = old;
        this.retention = retention;
        this.clock = clock;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) throws SQLException {
        make();
        for (var day : old.daysFrom(retention.firstDayKept())) {
            partitions.ensure(day);
        }
    }

    @Scheduled(every = "1h", delayed = "1h")
    void keepAhead() {
        try {
            make();
        } catch (SQLException failure) {
            LOG.warnf(
                    "The partitions ahead were not made (SQLSTATE %s); the next hour tries again",
                    failure.getSQLState());
        }
    }

    private void make() throws SQLException {
        var today = LocalDate.now(clock);
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            partitions.ensure(today.plusDays(ahead));
        }
    }
}
