package dev.runlog.log;

import java.util.concurrent.CompletableFuture;

/** Waits for the first entry of a tail, or until it is of no use to wait on. */
final class FirstEntry implements Tail.Reader {
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    CompletableFuture<Void> over() {
        return over;
    }

    @Override
    public boolean isReady() {
        return !over.isDone();
    }

    @Override
    public void take(TailPiece piece) {
        over.complete(null);
    }

    /** Entries may arrive behind the end too. */
    @Override
    public boolean followsRun() {
        return false;
    }

    @Override
    public void changed(String run) {}

    @Override
    public void end(String run) {}

    @Override
    public void close() {
        over.complete(null);
    }
}
