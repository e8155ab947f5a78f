package dev.runlog.state;

import java.time.Instant;

/**
 * A change of a state, and the state as it was from then on.
 *
 * @param key where it stands among the changes of a connector's states
 */
public record StateMoment(Key key, State state) {

    /** The order of time; of changes at the same time that of the states' ids, then that received. */
    public record Key(Instant at, String stateId, int change) {

        /** Before every change at {@code time} or later. */
        public static Key before(Instant time) {
            return new Key(time, "", 0);
        }
    }
}
