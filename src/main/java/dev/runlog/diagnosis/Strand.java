package dev.runlog.diagnosis;

import java.util.List;
import java.util.Optional;

/** One source of a timeline, in its own order. For one thread. */
interface Strand {

    /** The item that comes next, the same until it is taken. */
    Optional<TimelineItem> next();

    /** Takes the next item. */
    void take();

    /** Where it stands behind what was taken, as a cursor holds it. */
    List<Object> keys();
}
