package dev.runlog.log;

import dev.runlog.run.RunSpan;
import java.util.List;

/**
 * A run on a walk by time: which of its entries are still to be read, and where the first of them may stand. Its numbers
 * are as those of a {@link Place}. An entry is logged no more than the run's disorder before one that stands ahead of it:
 * so what has been read tells how early those may be that follow.
 */
final class RunAhead {
    /** Where more than so many may be out of order at once, all are read. */
    private static final int MOST_SPARE = 4_096;
    /** Past so many in one step, the database sorts and hands over the first. */
    private static final int MOST_SPARE_OF_STEP = 16_384;

    private final long runId;
    private final int entries;
    private final int most;
    private final long begin;
    private final long end;
    private final long disorder;
    private final boolean shuffled;
    private long from;
    private long to;
    private Place bound;
    private int reads;

    RunAhead(RunSpan span, int most, int sign) {
        this.runId = sign * span.runId();
        this.entries = span.entries();
        this.most = most;
        this.begin = Math.min(sign * span.oldest(), sign * span.newest());
        this.end = Math.max(sign * span.oldest(), sign * span.newest());
        this.disorder = span.disorder();
        this.shuffled = span.isShuffled();
        this.from = sign > 0 ? 1 : -entries;
        this.to = sign > 0 ? entries : -1;
        this.bound = place(begin, from);
    }

    private Place place(long time, long seq) {
        return new Place(time, runId, seq);
    }

    long runId() {
        return runId;
    }

    /** The number of the first entry that may still be read, and of the last. */
    long from() {
        return from;
    }

    long to() {
        return to;
    }

    /** No fewer than are asked for. */
    int most() {
        return most;
    }

    /** How many of those that are asked for may be out of order at once. */
    private double spare() {
        return (double) most * disorder / Math.max(1, end - begin);
    }

    /** How many the next step reads because they may be out of order. */
    long spareOfStep() {
        return (long) Math.ceil(spare()) << reads;
    }

    /** Whether it is better read as a whole than step by step. */
    boolean isWhole() {
        return entries <= RunSpan.SHORT || shuffled || spare() > MOST_SPARE || spareOfStep() > MOST_SPARE_OF_STEP;
    }

    /** None of those that are still to be read stands before it. */
    Place bound() {
        return bound;
    }

    boolean isOver() {
        return from > to;
    }

    boolean hasBegun() {
        return reads > 0;
    }

    /** How many to read next where so many are wanted of it, and no more than {@code limit} of any run in order. */
    int step(int wanted, int limit) {
        var inOrder = Math.min((long) wanted << reads, limit);
        return (int) Math.min(inOrder + spareOfStep(), entries);
    }

    /** Takes note of the next entries in the order of their numbers: fewer than were asked for are the last. */
    void read(List<Place> places, int asked) {
        reads++;
        if (places.size() < asked) {
            end();
            return;
        }
        var latest = places.stream().mapToLong(Place::time).max().orElseThrow();
        from = places.stream().mapToLong(Place::seq).max().orElseThrow() + 1;
        bound = bound.orLater(place(latest - disorder, from));
    }

    void end() {
        from = to + 1;
    }

    /** Those up to the place are not asked for. */
    void skipTo(Place edge) {
        bound = bound.orLater(edge);
        if (!place(end, to).isBehind(edge)) {
            end();
        } else if (isIn(edge)) {
            from = Math.max(from, edge.seq() + 1);
        }
    }

    private boolean isIn(Place edge) {
        return disorder == 0 && edge.runId() == runId;
    }

    /** Whether a search tells where those behind the place begin. */
    boolean isCutBy(Place edge) {
        return !isIn(edge)
                && !place(begin, from).isBehind(edge)
                && place(end, to).isBehind(edge)
                && from <= to;
    }

    /** Whether the entry of the number and all that have a lower one surely stand no farther than the place. */
    boolean isUpTo(Place edge, long seq, long time) {
        return !place(time + disorder, seq).isBehind(edge);
    }

    /** Whether the entry of the number and all that have a higher one surely stand behind the place. */
    boolean isPast(Place edge, long seq, long time) {
        return place(time - disorder, seq).isBehind(edge);
    }

    void narrow(long least, long greatest) {
        from = Math.max(from, least);
        to = Math.min(to, greatest);
    }
}
