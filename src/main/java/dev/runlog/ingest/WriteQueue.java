package dev.runlog.ingest;

import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What waits for one writer, bounded in number. Safe for concurrent use: all under its own lock. */
final class WriteQueue<P> {
    private final ArrayDeque<Weighed<P>> waiting = new ArrayDeque<>();
    private final int mostCount;
    private boolean closed;

    private record Weighed<P>(P item, long weight) {}

    WriteQueue(int mostCount) {
        this.mostCount = mostCount;
    }

    /** @throws Refusal 503 where too much waits already, or the queue is closed */
    synchronized void offer(P item, long itemWeight) {
        requireRoom();
        add(item, itemWeight);
    }

    /** @throws Refusal as {@link #offer} */
    synchronized void requireRoom() {
        if (closed) {
            throw Problems.unavailable("The service is stopping.");
        }
        if (waiting.size() >= mostCount) {
            throw Problems.unavailable("Too much is waiting to be written.");
        }
    }

    /** Behind {@link #requireRoom}, for items that are to wait all or none: past the bound by no more than these. */
    synchronized void add(P item, long itemWeight) {
        waiting.add(new Weighed<>(item, itemWeight));
        notifyAll();
    }

    /** The first items, at least one and at most so many; waits for the first. Empty once closed and drained. */
    synchronized List<P> take(int most, long mostGroupWeight) {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        var taken = new ArrayList<P>();
        long takenWeight = 0;
        while (!waiting.isEmpty() && taken.size() < most) {
            var first = waiting.peek();
            if (!taken.isEmpty() && takenWeight + first.weight() > mostGroupWeight) {
                break;
            }
            waiting.remove();
            taken.add(first.item());
            takenWeight += first.weight();
        }
        return taken;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
