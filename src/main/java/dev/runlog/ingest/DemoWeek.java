package dev.runlog.ingest;

import dev.runlog.platform.Json;
import dev.runlog.run.Registration;
import dev.runlog.run.RunKeys;
import dev.runlog.state.StateReport;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jboss.logging.Logger;

/**
 * Fills an empty database with a week of a few connectors, where {@code RUNLOG_DEMO=true} asks for it: successes, a
 * failure of every kind, builds and syncs. Beside the start, so that the service is ready at once.
 */
@ApplicationScoped
class DemoWeek {
    private static final Logger LOG = Logger.getLogger(DemoWeek.class);
    private static final int DAYS = 7;
    private static final int RUNS_A_DAY = 4;
    private static final long SEED = 20_261_124;
    private static final List<String> CONNECTORS = List.of(
            "amazon-marketplace-export", "google-shopping-export", "magento-import", "sap-import", "shopify-export");

    private final DemoConfig config;
    private final DemoRun.Ways ways;
    private final StateWrites states;
    private final RunKeys keys;
    private final Clock clock;

    DemoWeek(
            DemoConfig config,
            RunWrites runs,
            Intake intake,
            LogWrites logs,
            OutputWrites output,
            StateWrites states,
            RunKeys keys,
            Json json,
            Clock clock) {
        this.config = config;
        this.ways = new DemoRun.Ways(runs, intake, logs, output, json);
        this.states = states;
        this.keys = keys;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        if (config.wanted()) {
            new Thread(this::fill, "demo").start();
        }
    }

    private void fill() {
        try {
            if (keys.isAnyKnown()) {
                LOG.info("The database is not empty: no demonstration is added");
                return;
            }
            var runs = week(clock.instant());
            LOG.infof("The demonstration is there: %d runs of %d connectors", runs, CONNECTORS.size());
        } catch (SQLException | RuntimeException failure) {
            LOG.error("The demonstration could not be filled in", failure);
        }
    }

    int week(Instant now) throws SQLException {
        var random = new Random(SEED);
        int runs = 0;
        for (var connector : CONNECTORS) {
            operations(connector, now, random);
            for (int slot = DAYS * RUNS_A_DAY; slot >= 0; slot--) {
                run(connector, slot, runs++, now, random);
            }
        }
        return runs;
    }

    /** A build and a sync of the week's two versions; one build failed at first. */
    private void operations(String connector, Instant now, Random random) throws SQLException {
        var old = now.minus(Duration.ofDays(DAYS)).truncatedTo(ChronoUnit.MINUTES);
        operation(connector, "1.4.1", "build_connector", "done", old);
        operation(connector, "1.4.1", "sync_connector_to_prod", "done", old.plus(Duration.ofMinutes(9)));
        var newer = now.minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MINUTES);
        if (random.nextBoolean()) {
            operation(connector, "1.4.2", "build_connector", "failed", newer.minus(Duration.ofHours(1)));
        }
        operation(connector, "1.4.2", "build_connector", "done", newer);
        operation(connector, "1.4.2", "sync_connector_to_prod", "done", newer.plus(Duration.ofMinutes(7)));
    }

    private void operation(String connector, String version, String name, String end, Instant at) throws SQLException {
        var id = "%s-%s-%s-%d".formatted(connector, version, name, at.getEpochSecond());
        var detail = end.equals("failed") ? "composer install exited with code 2" : null;
        say(id, connector, version, name, "pending", at, null);
        say(id, connector, version, name, "running", at.plusSeconds(4), null);
        say(id, connector, version, name, end, at.plusSeconds(190), detail);
    }

    private void say(String id, String connector, String version, String name, String status, Instant at, String detail)
            throws SQLException {
        states.put(
                Writer.OURSELVES,
                id,
                new StateReport(connector, name, status, "u-17", version, null, at, detail),
                Optional.empty());
    }

    private void run(String connector, int slot, int number, Instant now, Random random) throws SQLException {
        var start = now.minus(Duration.ofHours(24L / RUNS_A_DAY * slot))
                .minus(Duration.ofSeconds(20 + random.nextInt(slot == 0 ? 20 : 1_500)))
                .truncatedTo(ChronoUnit.MILLIS);
        var version = slot <= 2 * RUNS_A_DAY ? "1.4.2" : "1.4.1";
        var story = story(slot, number);
        var site = Integer.toString(12_000 + random.nextInt(4));
        var registration = new Registration(connector, site, version, start, start.plus(story.deadline()));
        var run = new DemoRun(ways, registration, random);
        story.tell(run);
        run.write(now);
    }

    /** Mostly success; every third run of the last days ends in one of the other ways, each of them in turn. */
    private static DemoStory story(int slot, int number) {
        var stories = DemoStory.values();
        return number % 3 == 0 && slot > 0 ? stories[1 + number / 3 % (stories.length - 1)] : DemoStory.SUCCEEDS;
    }
}
