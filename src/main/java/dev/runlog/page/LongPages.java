package dev.runlog.page;

import dev.runlog.platform.AnswerEnd;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how many pages of much text are in memory at once, by the heap. Any thread may ask. */
@Singleton
class LongPages {
    /** What one may take with all its copies, and room for all else that goes on. */
    private static final long HEAP_FOR_EACH = 64L * 1024 * 1024;

    private static final int PATIENCE_SECONDS = 5;

    private final Semaphore places =
            new Semaphore((int) Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_FOR_EACH), true);

    /**
     * Waits for a place, which is given back with the end of the answer, however it ends.
     *
     * @throws Refusal 503 where there is none for some seconds
     */
    void take(RoutingContext routing) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Problems.unavailable("Too many pages of much text are being read. Ask for fewer items (limit).");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Problems.unavailable("The service is stopping.");
        }
        AnswerEnd.of(routing, places::release);
    }
}
