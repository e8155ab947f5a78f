package dev.runlog.state;

import java.time.Instant;
import java.util.List;

/**
 * What a word about a state comes to. Words arrive in any order and more than once:
 *
 * <ul>
 *   <li>the status of the latest change by its time is the present one, of two at the same time that received last;
 *   <li>an end stays the present status whatever time it bears, and no other word can follow it;
 *   <li>a change that arrives late takes its place in the history and leaves the present status alone; it is none where
 *       the change before it or the one after it already says the same;
 *   <li>a word that was heard before changes nothing.
 * </ul>
 */
enum Effect {
    /** Was known. */
    NONE,
    /** The present status goes on, perhaps with a new detail. */
    CONFIRMED,
    /** A change to a new present status. */
    CHANGED,
    /** A change that lies before the present status. */
    CHANGED_BEFORE,
    /** Contradicts the end. */
    CONFLICT;

    /**
     * @param history in order of time, never empty
     * @param finishedAt null while the state goes on
     */
    static Effect of(List<StateChange> history, String present, Instant finishedAt, String status, Instant at) {
        var ended = finishedAt != null;
        var last = history.get(history.size() - 1).at();
        if (status.equals(present) && (ended || !at.isBefore(last))) {
            return CONFIRMED;
        }
        if (history.stream()
                .anyMatch(
                        change -> change.status().equals(status) && change.at().equals(at))) {
            return NONE;
        }
        if (ended) {
            return CONFLICT;
        }
        return StateStatus.isTerminal(status) || !at.isBefore(last) ? CHANGED : late(history, status, at);
    }

    private static Effect late(List<StateChange> history, String status, Instant at) {
        int next = 0;
        while (next < history.size() && !history.get(next).at().isAfter(at)) {
            next++;
        }
        var repeats = next > 0 && history.get(next - 1).status().equals(status)
                || next < history.size() && history.get(next).status().equals(status);
        return repeats ? NONE : CHANGED_BEFORE;
    }
}
