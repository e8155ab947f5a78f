package dev.runlog.page;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * What is read ahead by another thread. Who wants it before a thread was free reads it itself, so that threads which all
 * wait for what they read ahead do not wait for each other.
 */
final class Ahead<T> {
    private final FutureTask<T> task;

    private Ahead(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Ahead<T> begin(Executor threads, Supplier<T> reading) {
        var task = new FutureTask<>(reading::get);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException busy) {
            return new Ahead<>(task);
        }
        return new Ahead<>(task);
    }

    /** Nobody wants it any more. */
    void cancel() {
        task.cancel(false);
    }

    T get() {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.getCause();
        }
    }
}
