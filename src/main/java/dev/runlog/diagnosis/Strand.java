package dev.runlog.diagnosis;

import java.util.List;
import java.util.Optional;

/** One source of a timeline, in its own order. For one thread. */
interface Strand {

    /** The item that comes next, the same until it is taken. */
    Optional<TimelineItem> next();

    /** Whether {@link #next} looked through a bounded part and came neither to an item nor to the end: it goes on there. */
    default boolean isSearching() {
        return false;
    }

    /** Takes the next item. */
    void take();

    /** Where it stands behind what was taken, as a cursor holds it. */
    List<Object> keys();
}
