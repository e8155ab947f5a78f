package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks after the connections of both pools from a thread of its own, which no stalled request can hold up. */
@ApplicationScoped
class ConnectionWatch {
    private static final Logger LOG = Logger.getLogger(ConnectionWatch.class);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration LATE = Duration.ofMillis(750);

    private final StalledConnections writing;
    private final StalledConnections reading;
    private final Punctuality looks = new Punctuality(System::nanoTime, LATE);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var watch = new Thread(task, "connection-watch");
        watch.setDaemon(true);
        return watch;
    });

    ConnectionWatch(Instance<AgroalDataSource> writes, @DataSource("query") Instance<AgroalDataSource> reads) {
        this.writing = new StalledConnections(writes::get, "runlog", Duration.ofSeconds(12), System::nanoTime);
        this.reading = new StalledConnections(reads::get, "runlog-query", Duration.ofSeconds(7), System::nanoTime);
    }

    @Produces
    @Singleton
    AgroalPoolInterceptor writing() {
        return writing;
    }

    @Produces
    @Singleton
    @DataSource("query")
    AgroalPoolInterceptor reading() {
        return reading;
    }

    void start(@Observes StartupEvent started) {
        thread.scheduleWithFixedDelay(this::look, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    private void look() {
        try {
            if (looks.isLate()) {
                writing.goOn();
                reading.goOn();
            }
            writing.end();
            reading.end();
            looks.done();
        } catch (RuntimeException failure) {
            LOG.error("The watch over connections goes on behind what was not foreseen", failure);
        }
    }
}
