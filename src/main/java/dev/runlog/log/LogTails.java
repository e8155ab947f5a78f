package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.run.RunNews;
import dev.runlog.run.RunStore;
import dev.runlog.run.Standing;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * All that follows runs at this instance. News wakes it, and what is read by {@code seq} decides: so nothing is missed
 * and nothing comes twice. A few threads look at whatever runs have been woken; a tail has neither a thread nor a
 * connection. Once a second it looks by itself whether a run has gone on without news. Safe for concurrent use.
 */
@ApplicationScoped
class LogTails {
    private static final Logger LOG = Logger.getLogger(LogTails.class);
    private static final int THREADS = 2;
    private static final int MOST_AT_ONCE = 32;
    private static final int MOST_ASKED_ABOUT = 1000;

    private final RunStore runs;
    private final TailReads reads;
    private final Map<Long, TailedRun> tailed = new ConcurrentHashMap<>();
    private final BlockingQueue<TailedRun> woken = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    LogTails(RunStore runs, TailReads reads, RunNews news) {
        this.runs = runs;
        this.reads = reads;
        for (int i = 0; i < THREADS; i++) {
            var thread = new Thread(this::run, "log-tail-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        news.follow(new RunNews.Follower() {
            @Override
            public void written(Collection<Long> runIds) {
                runIds.forEach(LogTails.this::wake);
            }

            @Override
            public void changed(Collection<Long> runIds) {
                runIds.forEach(LogTails.this::wake);
            }

            @Override
            public void missed() {
                tailed.keySet().forEach(LogTails.this::wake);
            }
        });
    }

    /**
     * Hands over every entry behind {@code afterSeq} that meets the filter, those there are and those that come, until
     * the run has ended.
     *
     * @param filter not used by anybody else from now on
     */
    Tail follow(long runId, Filter filter, int afterSeq, Tail.Reader reader) {
        var tail = new Tail(runId, filter, afterSeq, reader);
        tailed.compute(runId, (id, known) -> {
            var run = known == null ? new TailedRun(runId) : known;
            run.tails().add(tail);
            return run;
        });
        wake(runId);
        if (stopping) {
            reader.close();
        }
        return tail;
    }

    void leave(Tail tail) {
        tailed.computeIfPresent(tail.runId(), (id, run) -> {
            run.tails().remove(tail);
            return run.tails().isEmpty() ? null : run;
        });
    }

    /** Has the run looked at. */
    void wake(long runId) {
        var run = tailed.get(runId);
        if (run != null && run.wake()) {
            woken.add(run);
        }
    }

    /** What was said while nobody could hear it is found now, and that a run is lost, which nobody says. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void lookAround() {
        var runIds = List.copyOf(tailed.keySet());
        for (int from = 0; from < runIds.size(); from += MOST_ASKED_ABOUT) {
            var some = runIds.subList(from, Math.min(from + MOST_ASKED_ABOUT, runIds.size()));
            try {
                var standings = runs.standings(some);
                some.stream()
                        .filter(runId -> hasGoneOn(runId, standings.get(runId)))
                        .forEach(this::wake);
            } catch (RuntimeException failure) {
                LOG.debug("Nobody could be asked about the runs that are followed", failure);
                return;
            }
        }
    }

    private boolean hasGoneOn(long runId, Standing standing) {
        var run = tailed.get(runId);
        return run != null && !Objects.equals(run.seen(), standing);
    }

    private void run() {
        while (true) {
            var some = new ArrayList<TailedRun>();
            try {
                some.add(woken.take());
            } catch (InterruptedException stop) {
                return;
            }
            woken.drainTo(some, MOST_AT_ONCE - 1);
            some.forEach(TailedRun::begin);
            lookAt(some);
            some.stream().filter(TailedRun::end).forEach(woken::add);
        }
    }

    private void lookAt(List<TailedRun> some) {
        try {
            var standings = runs.standings(some.stream().map(TailedRun::runId).toList());
            some.forEach(run -> lookAt(run, standings));
        } catch (RuntimeException | Error failure) {
            some.forEach(run -> failed(run, failure));
        }
    }

    private void lookAt(TailedRun run, Map<Long, Standing> standings) {
        var standing = standings.get(run.runId());
        if (standing == null) {
            run.tails().forEach(tail -> tail.reader().close());
            return;
        }
        try {
            lookAt(run, standing);
            run.see(standing);
        } catch (RuntimeException | Error failure) {
            failed(run, failure);
        }
    }

    private static void failed(TailedRun run, Throwable failure) {
        run.see(null);
        LOG.debug("A run that is followed could not be looked at; the next second tries again", failure);
    }

    private void lookAt(TailedRun run, Standing standing) {
        var look = reads.look(standing);
        for (var tail : run.tails()) {
            tail.begin(standing.phase());
            var all = tail.reader().isReady() && look.advance(tail);
            tail.setBehind(!all);
            if (!all && tail.reader().isReady()) {
                run.wake(); // what it could not take when it was asked, it may have taken since
            }
            if (all && look.tell(tail)) {
                leave(tail);
            }
        }
    }

    /** Readers come back, to an instance that goes on. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        tailed.values().forEach(run -> run.tails().forEach(tail -> tail.reader().close()));
    }

    @PreDestroy
    void stop() {
        threads.forEach(Thread::interrupt);
    }
}
