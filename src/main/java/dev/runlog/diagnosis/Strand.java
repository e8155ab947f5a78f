package dev.runlog.diagnosis;

import java.util.List;
import java.util.Optional;

/** One source of a timeline, in its own order. For one thread. */
interface Strand {

    /** The item that comes next, the same until it is taken. */
    Optional<TimelineItem> next();

    /** Whether {@link #next} has looked through a bounded part without coming to an item or the end, and is to be asked again. */
    default boolean isSearching() {
        return false;
    }

    /** Takes the next item. */
    void take();

    /** Where it stands behind what was taken, as a cursor holds it. */
    List<Object> keys();
}
