package dev.runlog.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/**
 * What is past its retention. It goes by whole UTC days of run ids, and by the clock: every instance stops to show the runs
 * of a day their logs, and to add to them, an hour before anything of it is dropped; lists across runs show it until then.
 * Safe for concurrent use.
 */
@Singleton
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration GRACE = Duration.ofHours(1);

    private final RetentionConfig config;
    private final Clock clock;
    private final Partitions partitions;

    Retention(RetentionConfig config, Clock clock, Partitions partitions, MeterRegistry meters) {
        this.config = config;
        this.clock = clock;
        this.partitions = partitions;
        Gauge.builder("runlog.retention.oldest.day", this, Retention::oldestSecond)
                .description("The beginning of the oldest day whose logs are stored, since 1970")
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) StartupEvent event) throws SQLException {
        check(config);
        partitions.look();
    }

    static void check(RetentionConfig config) {
        if (config.logs().compareTo(SHORTEST) < 0) {
            throw new StartupFailure("runlog.retention.logs (RUNLOG_RETENTION_LOGS) must be one day (1d) at least.");
        }
        if (config.runs().compareTo(config.logs()) < 0) {
            throw new StartupFailure("runlog.retention.runs (RUNLOG_RETENTION_RUNS) must be as long as"
                    + " runlog.retention.logs (RUNLOG_RETENTION_LOGS) at least: logs do not outlive their run.");
        }
    }

    /** What another instance, or an earlier one under other settings, has dropped is seen here within a minute. */
    @Scheduled(every = "1m", delayed = "1m")
    void look() {
        try {
            partitions.look();
        } catch (SQLException failure) {
            LOG.warnf("The oldest partition is not known (SQLSTATE %s)", failure.getSQLState());
        }
    }

    /** Whether the run's log entries, failures and output are neither shown nor taken any more. */
    public boolean logsExpired(long runId) {
        return runId < partitions.oldest() || runId < firstId(config.logs());
    }

    /** Whether the run itself may be deleted at any moment, or is by now. */
    public boolean mayBeDeleted(long runId) {
        return runId < firstId(config.runs());
    }

    /** The first id of the runs that are not to be deleted yet. */
    public long firstRunKept() {
        return firstId(config.runs().plus(GRACE));
    }

    /** The first day whose partitions are not to be dropped yet. */
    LocalDate firstDayKept() {
        return TimeOrderedId.dayOf(firstId(config.logs().plus(GRACE)));
    }

    /** Of the oldest day that ended less than {@code kept} ago. */
    private long firstId(Duration kept) {
        return TimeOrderedId.lowerBound(clock.instant().minus(kept).truncatedTo(ChronoUnit.DAYS));
    }

    private double oldestSecond() {
        return TimeOrderedId.dayOf(partitions.oldest())
                .atStartOfDay(ZoneOffset.UTC)
                .toEpochSecond();
    }
}
