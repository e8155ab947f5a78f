package dev.runlog.state;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a word about a state comes to. Words arrive in any order and more than once:
 *
 * <ul>
 *   <li>the status of the latest change by its time is the present one, of two at the same time that received last;
 *   <li>an end stays the present status whatever time it bears, and nothing but another end can follow it;
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

    /** What was said of a state, in order of time; of words at one time in the order received. Never empty. */
    interface History {
        StateChange last();

        /** The last one at that time or before. */
        Optional<StateChange> lastUntil(Instant at);

        Optional<StateChange> firstAfter(Instant at);

        boolean has(String status, Instant at);
    }

    /** @param finishedAt null while the state goes on */
    static Effect of(History history, String present, Instant finishedAt, String status, Instant at) {
        var ended = finishedAt != null;
        var isLate = at.isBefore(history.last().at());
        if (status.equals(present) && (ended || !isLate)) {
            return CONFIRMED;
        }
        if (history.has(status, at)) {
            return NONE;
        }
        if (ended) {
            return behindEnd(history, status, at, finishedAt);
        }
        if (!isLate || StateStatus.isTerminal(status)) {
            return CHANGED;
        }
        return late(history, status, at);
    }

    private static Effect late(History history, String status, Instant at) {
        var repeats = Stream.concat(history.lastUntil(at).stream(), history.firstAfter(at).stream())
                .anyMatch(change -> change.status().equals(status));
        return repeats ? NONE : CHANGED_BEFORE;
    }

    private static Effect behindEnd(History history, String status, Instant at, Instant finishedAt) {
        if (!StateStatus.isTerminal(status)) {
            return CONFLICT;
        }
        return at.isBefore(finishedAt) ? late(history, status, at) : CHANGED;
    }
}
