package dev.runlog.ingest;

import dev.runlog.problem.Problems;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Threads that read bodies and never wait for the database: so what waits for it, however long, keeps no write from
 * being read and answered. A small body is read where it arrived; large ones are read one after the other, since each
 * takes several times its size of memory only while it is read.
 */
@ApplicationScoped
class BodyReaders {
    private static final int SMALL_BYTES = 8 * 1024;

    private static final int LARGE_BYTES = 2 * 1024 * 1024;

    /** What may become large: logs are often much alike. */
    private static final int LARGE_ZIPPED_BYTES = LARGE_BYTES / 32;

    /** As long as SDKs wait, less what the rest takes. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(3);

    private final AtomicInteger started = new AtomicInteger();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), this::thread);
    private final ExecutorService ofLarge = Executors.newSingleThreadExecutor(this::thread);

    private Thread thread(Runnable work) {
        var thread = new Thread(work, "body-reader-" + started.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }

    /** Reads the request's body; what that throws becomes the stage's failure. */
    <T> CompletionStage<T> read(RoutingContext rc, Supplier<CompletionStage<T>> reading) {
        var size = Arrived.of(rc).bytes().length;
        var isZipped = rc.request().getHeader("Content-Encoding") != null;
        if (size <= SMALL_BYTES && !isZipped) {
            return readNow(rc, reading);
        }
        var isLarge = size > (isZipped ? LARGE_ZIPPED_BYTES : LARGE_BYTES);
        var arrived = System.nanoTime();
        return CompletableFuture.supplyAsync(() -> readInTurn(rc, reading, arrived), isLarge ? ofLarge : threads)
                .thenCompose(Function.identity());
    }

    private static <T> CompletionStage<T> readInTurn(
            RoutingContext rc, Supplier<CompletionStage<T>> reading, long arrived) {
        if (System.nanoTime() - arrived > LONGEST_TURN.toNanos()) {
            Arrived.forget(rc);
            return CompletableFuture.failedStage(Problems.unavailable("Too many large bodies wait to be read."));
        }
        return readNow(rc, reading);
    }

    private static <T> CompletionStage<T> readNow(RoutingContext rc, Supplier<CompletionStage<T>> reading) {
        try {
            return reading.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        } finally {
            Arrived.forget(rc);
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
        ofLarge.shutdown();
    }
}
