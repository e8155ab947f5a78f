package dev.runlog.ingest;

import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all writes on their way in may take together: bodies as they arrive and while they are read, and what
 * waits to be committed. Past it a write is refused at once, so that no load fills the heap. Safe for concurrent use.
 */
@ApplicationScoped
class IntakeBudget {
    private static final double SHARE_OF_THE_HEAP = 0.4;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    IntakeBudget(IngestConfig config, MeterRegistry meters) {
        this.most = config.memory().map(size -> size.asLongValue()).orElseGet(() ->
                (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_THE_HEAP));
        Gauge.builder("runlog.intake.bytes", taken, AtomicLong::get)
                .description("Memory counted for writes on their way in")
                .register(meters);
    }

    /** @throws Refusal 503 where it is spent; nothing is taken then */
    void take(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            throw Problems.unavailable("Too much is on its way in.");
        }
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** A share that is empty at first. */
    Share share() {
        return new Share();
    }

    /** What one request has taken. */
    final class Share implements AutoCloseable {
        private long held;
        private boolean closed;

        /** @throws Refusal 503 where the budget is spent; the share stays what it was */
        synchronized void resize(long bytes) {
            if (closed) {
                return;
            }
            if (bytes > held) {
                take(bytes - held);
            } else {
                give(held - bytes);
            }
            held = bytes;
        }

        /** Gives all back, for good. */
        @Override
        public synchronized void close() {
            resize(0);
            closed = true;
        }
    }
}
