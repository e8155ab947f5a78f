package dev.runlog.diagnosis;

import dev.runlog.log.LogEntry;
import dev.runlog.log.RunEntries.Stretch;
import dev.runlog.output.OutputLine;
import dev.runlog.output.OutputWalk;
import dev.runlog.run.Run;
import dev.runlog.state.StateMoment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The sources of a timeline. */
final class Strands {
    private Strands() {}

    /** The run's start and its end: the finish, or the deadline that made it lost. */
    static final class OfRun implements Strand {
        private final List<TimelineItem> events;
        private int taken;

        OfRun(Run run, long taken) {
            this.events = events(run);
            this.taken = (int) taken;
        }

        static List<TimelineItem> events(Run run) {
            var events = new ArrayList<TimelineItem>();
            events.add(TimelineItem.of(run, run.startedAt()));
            switch (run.status()) {
                case RUNNING -> {}
                case SUCCEEDED, FAILED -> events.add(TimelineItem.of(run, run.finishedAt()));
                case LOST -> events.add(TimelineItem.of(run, run.deadlineAt()));
            }
            return events;
        }

        @Override
        public Optional<TimelineItem> next() {
            return taken < events.size() ? Optional.of(events.get(taken)) : Optional.empty();
        }

        @Override
        public void take() {
            taken++;
        }

        @Override
        public List<Object> keys() {
            return List.of((long) taken);
        }
    }

    /** What is read batch by batch, each asked for behind the last item of the one before. */
    private abstract static class Batched<T> implements Strand {
        private final Deque<T> ahead = new ArrayDeque<>();
        private boolean isExhausted;

        abstract List<T> batch();

        abstract TimelineItem item(T next);

        abstract void passed(T taken);

        @Override
        public Optional<TimelineItem> next() {
            if (ahead.isEmpty() && !isExhausted) {
                ahead.addAll(batch());
                isExhausted = ahead.isEmpty();
            }
            return Optional.ofNullable(ahead.peek()).map(this::item);
        }

        @Override
        public void take() {
            passed(ahead.remove());
        }
    }

    /**
     * Entries by their number, which is the order in which they were received. How many there are is known, so that what lies
     * behind the last is not looked through.
     */
    static final class OfEntries implements Strand {
        private final Function<Integer, Stretch> behind;
        private final long most;
        private final Deque<LogEntry> ahead = new ArrayDeque<>();
        private int seq;
        private int taken;
        private boolean isExhausted;

        /** @param key one of {@link #keys}; older cursors say that none was taken, which only makes it look on for more */
        OfEntries(Function<Integer, Stretch> behind, long most, long key) {
            this.behind = behind;
            this.most = most;
            this.seq = (int) key;
            this.taken = (int) (key >>> Integer.SIZE);
        }

        @Override
        public Optional<TimelineItem> next() {
            if (ahead.isEmpty() && !isExhausted) {
                look();
            }
            return Optional.ofNullable(ahead.peek()).map(TimelineItem::of);
        }

        private void look() {
            if (taken >= most) {
                isExhausted = true;
                return;
            }
            var stretch = behind.apply(seq);
            ahead.addAll(stretch.entries());
            seq = stretch.seq();
            isExhausted = stretch.isLast();
        }

        @Override
        public boolean isSearching() {
            return ahead.isEmpty() && !isExhausted;
        }

        @Override
        public void take() {
            seq = ahead.remove().seq();
            taken++;
        }

        /** One number: the entry behind which it stands, and above it how many were taken. */
        @Override
        public List<Object> keys() {
            return List.of(seq | (long) taken << Integer.SIZE);
        }
    }

    /** Changes of states by their time. */
    static final class OfStates extends Batched<StateMoment> {
        private final Function<StateMoment.Key, List<StateMoment>> behind;
        private StateMoment.Key key;

        OfStates(Function<StateMoment.Key, List<StateMoment>> behind, StateMoment.Key key) {
            this.behind = behind;
            this.key = key;
        }

        @Override
        List<StateMoment> batch() {
            return behind.apply(key);
        }

        @Override
        TimelineItem item(StateMoment next) {
            return TimelineItem.of(next.state(), next.key().at());
        }

        @Override
        void passed(StateMoment taken) {
            key = taken.key();
        }

        @Override
        public List<Object> keys() {
            return List.of(key.at(), key.stateId(), (long) key.change());
        }
    }

    /** The lines of both streams in the order received. */
    static final class OfLines implements Strand {
        private final OutputWalk walk;
        private List<Object> keys;
        private Optional<OutputLine> ahead;

        OfLines(OutputWalk walk) {
            this.walk = walk;
            advance();
        }

        private void advance() {
            keys = walk.keys();
            ahead = walk.next();
        }

        @Override
        public Optional<TimelineItem> next() {
            return ahead.map(TimelineItem::of);
        }

        @Override
        public void take() {
            advance();
        }

        @Override
        public List<Object> keys() {
            return keys;
        }
    }

    /** A source that is not asked for; it keeps its place. */
    record Silent(List<Object> keys) implements Strand {
        @Override
        public Optional<TimelineItem> next() {
            return Optional.empty();
        }

        @Override
        public void take() {
            throw new IllegalStateException("nothing is there to take");
        }
    }
}
