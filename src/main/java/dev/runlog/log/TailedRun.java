package dev.runlog.log;

import dev.runlog.run.Standing;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A run that is followed. It is woken any number of times and looked at by one thread at a time, at least once after. */
final class TailedRun {
    private final long runId;
    private final List<Tail> tails = new CopyOnWriteArrayList<>();
    private State state = State.IDLE;
    private volatile Standing seen;

    private enum State {
        IDLE,
        WAITING,
        LOOKED_AT,
        WOKEN_MEANWHILE
    }

    TailedRun(long runId) {
        this.runId = runId;
    }

    long runId() {
        return runId;
    }

    List<Tail> tails() {
        return tails;
    }

    /** How it was when it was last looked at with success; null before. */
    Standing seen() {
        return seen;
    }

    void see(Standing standing) {
        seen = standing;
    }

    /** Whether it must be put in line to be looked at. */
    synchronized boolean wake() {
        if (state == State.IDLE) {
            state = State.WAITING;
            return true;
        }
        if (state == State.LOOKED_AT) {
            state = State.WOKEN_MEANWHILE;
        }
        return false;
    }

    synchronized void begin() {
        state = State.LOOKED_AT;
    }

    /** Whether it must be put in line again. */
    synchronized boolean end() {
        var again = state == State.WOKEN_MEANWHILE;
        state = again ? State.WAITING : State.IDLE;
        return again;
    }
}
