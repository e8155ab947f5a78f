package dev.runlog.run;

import dev.runlog.page.EventStream;
import dev.runlog.page.Filter;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.platform.Json;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Standing.Phase;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells streams of every run that begins, is registered, ends or turns lost. It is woken by news and looks by itself each
 * second. The times of changes are set before their commit, so it looks back further than its last look and remembers
 * what it has told of. Safe for concurrent use: one look at a time.
 */
@ApplicationScoped
class RunFeed {
    private static final Logger LOG = Logger.getLogger(RunFeed.class);
    /** Between two looks. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** How long a new reader waits for the looks of others. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** More than any write takes, and more than the clocks of two instances differ. */
    private static final Duration BACK = Duration.ofSeconds(30);

    private static final String CHANGED_SINCE = """
            select r.run_id, r.status, r.deadline_at, r.registered_at
            from run r
            where r.run_id in (
                select run_id from run where started_since > :since
                union all
                select run_id from run where registered_at > :since
                union all
                select run_id from run where finished_since > :since
                union all
                select run_id from run where status = 'running' and deadline_at > :since and deadline_at <= :now)
            """;

    private final Rows rows;
    private final RunRows reader;
    private final Json json;
    private final Clock clock;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var feed = new Thread(task, "run-feed");
        feed.setDaemon(true);
        return feed;
    });
    /** Held for a look and for a beginning: what is below belongs to who holds it. */
    private final ReentrantLock looking = new ReentrantLock();

    private Map<Long, Phase> told = Map.of();
    private Instant lookedAt = Instant.MAX;
    private volatile long last;
    private volatile boolean stopping;

    private record Subscription(Wanted wanted, EventStream stream) {}

    RunFeed(Rows rows, RunRows reader, RunNews news, Json json, Clock clock) {
        this.rows = rows;
        this.reader = reader;
        this.json = json;
        this.clock = clock;
        news.follow(new RunNews.Follower() {
            @Override
            public void written(Collection<Long> runIds) {}

            @Override
            public void changed(Collection<Long> runIds) {
                wake();
            }

            @Override
            public void missed() {
                wake();
            }
        });
    }

    /** Which runs a stream is to be told of, said anew each time: a connector may be seen for the first time. */
    @FunctionalInterface
    interface Wanted {
        /** Speaks of {@code run r}. */
        Filter at(Instant now);
    }

    /**
     * @param beginning begins the stream, once nothing from then on can be missed
     * @throws Refusal 503 where the database keeps those who came before waiting for long
     */
    void subscribe(Wanted wanted, Supplier<EventStream> beginning) {
        if (!isFreeInTime()) {
            throw Problems.unavailable("The runs could not be looked at in time.");
        }
        try {
            lookOnce();
            begin(wanted, beginning.get());
        } finally {
            looking.unlock();
        }
    }

    private boolean isFreeInTime() {
        try {
            return looking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void begin(Wanted wanted, EventStream stream) {
        var subscription = new Subscription(wanted, stream);
        subscriptions.add(subscription);
        stream.whenClosed(() -> subscriptions.remove(subscription));
        if (stopping) {
            stream.close();
        }
    }

    private void wake() {
        if (!subscriptions.isEmpty() && !thread.isShutdown() && !woken.getAndSet(true)) {
            thread.schedule(this::lookAgain, last + PAUSE.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void lookAround() {
        wake();
    }

    private void lookAgain() {
        woken.set(false);
        try {
            look();
        } catch (RuntimeException | Error failure) {
            LOG.debug("The runs could not be looked at; the next second tries again", failure);
        }
    }

    private void look() {
        looking.lock();
        try {
            lookOnce();
        } finally {
            looking.unlock();
        }
    }

    private void lookOnce() {
        var now = clock.instant();
        var from = subscriptions.isEmpty() || now.isBefore(lookedAt) ? now : lookedAt;
        var question =
                new Statement(CHANGED_SINCE).bind("since", from.minus(BACK)).bind("now", now);
        var phases = new HashMap<Long, Phase>();
        rows.list(question, row -> Map.entry(row.getLong("run_id"), RunRows.phase(row, now)))
                .forEach(phase -> phases.put(phase.getKey(), phase.getValue()));
        var changed = phases.keySet().stream()
                .filter(runId -> !phases.get(runId).equals(told.get(runId)))
                .toList();
        if (!changed.isEmpty()) {
            tell(changed, phases, now);
        }
        told = phases;
        lookedAt = now;
        last = System.nanoTime();
    }

    /** Subscriptions that want the same share what is read. */
    private void tell(List<Long> changed, Map<Long, Phase> phases, Instant now) {
        var read = new HashMap<Map.Entry<String, Map<String, Object>>, Buffer>();
        for (var subscription : subscriptions) {
            var filter = subscription.wanted().at(now);
            var events = read.computeIfAbsent(
                    Map.entry(filter.sql(), filter.binds()), wanted -> events(filter, changed, phases, now));
            if (events.length() > 0) {
                subscription.stream().send(events);
            }
        }
    }

    /** What has changed again meanwhile is left to the next look, which would tell of it once more. */
    private Buffer events(Filter filter, List<Long> changed, Map<Long, Phase> phases, Instant now) {
        var question = new Statement(RunRows.SELECT + "where r.run_id = any(:changed)\n  and " + filter.sql()
                        + "\norder by r.run_id")
                .bindAll(filter.binds())
                .bind("changed", changed);
        var events = Buffer.buffer();
        rows.list(question, row -> Map.entry(row.getLong("run_id"), reader.read(row, now))).stream()
                .filter(run -> Phase.of(run.getValue()).equals(phases.get(run.getKey())))
                .forEach(run -> events.appendString(EventStream.event("run", json.write(run.getValue()))));
        return events;
    }

    /** Readers come back, to an instance that goes on. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        subscriptions.forEach(subscription -> subscription.stream().close());
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
