package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.run.Standing.Phase;
import java.util.Map;

/**
 * One reader of a run's entries: what it wants, and how far it is. For one thread at a time, but for what says
 * otherwise.
 */
final class Tail {
    private static final String BOUND = "e.seq <= :upTo";

    private final long runId;
    private final Filter filter;
    private final Wanted wanted;
    private final Reader reader;
    private int position;
    private Phase told;
    private volatile boolean behind;

    /** Who gets what is found. It must not take long. */
    interface Reader {
        /** Whether it takes more now; if not it says so later, by {@link LogTails#wake}. */
        boolean isReady();

        /** The next entries. */
        void take(TailPiece piece);

        /** Whether it wants to hear of the run itself, and no more behind its end. */
        boolean followsRun();

        /** @param run as JSON */
        void changed(String run);

        /** The run has ended and all its entries were taken. */
        void end(String run);

        /** There will be no more from here; who wants more comes back. */
        void close();
    }

    /** Tails of a run that want the same can share what is read. */
    record Wanted(String sql, Map<String, Object> binds) {}

    /** @param filter not used by anybody else from now on */
    Tail(long runId, Filter filter, int afterSeq, Reader reader) {
        this.runId = runId;
        this.wanted = new Wanted(filter.sql(), Map.copyOf(filter.binds()));
        this.filter = filter.and(BOUND);
        this.position = afterSeq;
        this.reader = reader;
    }

    long runId() {
        return runId;
    }

    Reader reader() {
        return reader;
    }

    Wanted wanted() {
        return wanted;
    }

    /** Up to this number all that it wants was taken. */
    int position() {
        return position;
    }

    /** What it wants up to {@code seq}. */
    Filter upTo(int seq) {
        return filter.bind("upTo", seq);
    }

    void take(TailPiece piece) {
        position = piece.upTo();
        if (!piece.isEmpty()) {
            reader.take(piece);
        }
    }

    /** The reader knows the phase in which it finds the run: what the run becomes while it catches up is news. */
    void begin(Phase phase) {
        if (told == null) {
            told = phase;
        }
    }

    boolean isNews(Phase phase) {
        return !phase.equals(told);
    }

    void changed(Phase phase, String run) {
        told = phase;
        reader.changed(run);
    }

    /** Whether there is more for it than it could take; to be asked by any thread. */
    boolean isBehind() {
        return behind;
    }

    void setBehind(boolean more) {
        behind = more;
    }
}
