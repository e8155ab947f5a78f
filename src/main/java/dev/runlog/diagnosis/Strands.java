package dev.runlog.diagnosis;

import dev.runlog.log.LogEntry;
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

    /** Entries by their number, which is the order in which they were received. */
    static final class OfEntries extends Batched<LogEntry> {
        private final Function<Integer, List<LogEntry>> behind;
        private int seq;

        OfEntries(Function<Integer, List<LogEntry>> behind, long seq) {
            this.behind = behind;
            this.seq = (int) seq;
        }

        @Override
        List<LogEntry> batch() {
            return behind.apply(seq);
        }

        @Override
        TimelineItem item(LogEntry next) {
            return TimelineItem.of(next);
        }

        @Override
        void passed(LogEntry taken) {
            seq = taken.seq();
        }

        @Override
        public List<Object> keys() {
            return List.of((long) seq);
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
