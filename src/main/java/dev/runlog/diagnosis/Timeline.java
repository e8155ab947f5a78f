package dev.runlog.diagnosis;

import dev.runlog.diagnosis.TimelineItem.Source;
import dev.runlog.page.Cursor;
import dev.runlog.page.ListSource;
import dev.runlog.page.Rows;
import dev.runlog.platform.Rfc3339;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * Everything of a run in one order of time. Each source comes in its own order from an index, and a cursor holds where
 * each stands, so that a page costs the same wherever it is. Lines are placed by when they were received, entries by when
 * their sender says that they were written: what was kept back and sent in one batch stands where it belongs. Entries are
 * stored by their numbers and come in that order; one that claims to be from later than its receipt counts as of then, and
 * what a source brings late gets the time of the item before it, so that time never goes back.
 *
 * @param strands makes the sources stand where a cursor says
 * @param counted how many items there are, counted no further than a number
 */
record Timeline(Function<Optional<Cursor>, List<Strand>> strands, LongUnaryOperator counted)
        implements ListSource<TimelineItem> {
    /** Of a page, which ends where it has looked through so much without knowing what comes next. */
    private static final int MOST_SEARCHES = 50;

    @Override
    public Slice<TimelineItem> page(Rows rows, Optional<Cursor> after, int limit, int most) {
        var walk = new Walk(strands.apply(after), after, MOST_SEARCHES);
        var items = new ArrayList<Keyed<TimelineItem>>();
        int characters = 0;
        var item = walk.next();
        while (item.isPresent() && items.size() < limit && characters <= most) {
            walk.take();
            items.add(new Keyed<>(item.get(), List.of()));
            characters += item.get().characters();
            item = walk.next();
        }
        var early = item.isPresent() && items.size() < limit;
        return new Slice<>(items, item.isPresent() || walk.isSearching(), early, walk.keys());
    }

    @Override
    public void each(Rows rows, Optional<Cursor> after, Sink<TimelineItem> sink) throws IOException {
        var walk = new Walk(strands.apply(after), after, Integer.MAX_VALUE);
        for (var item = walk.next(); item.isPresent(); item = walk.next()) {
            walk.take();
            sink.take(item.get());
        }
    }

    @Override
    public long count(Rows rows, int most) {
        return Math.min(most, counted.applyAsLong(most));
    }

    /** Merges the sources. For one thread. */
    private static final class Walk {
        private final List<Strand> strands;
        private int searches;
        private Instant last;
        private Strand earliest;

        /** @param searches how often sources are asked again that are {@link Strand#isSearching} */
        Walk(List<Strand> strands, Optional<Cursor> after, int searches) {
            this.strands = strands;
            this.searches = searches;
            this.last = after.map(cursor -> cursor.time(0)).orElse(Rfc3339.FIRST);
        }

        /** None at the end, or where one of the sources is still searching. */
        Optional<TimelineItem> next() {
            earliest = null;
            TimelineItem first = null;
            for (var strand : strands) {
                var item = found(strand);
                if (strand.isSearching()) {
                    return Optional.empty();
                }
                if (item.isPresent() && (first == null || isBefore(item.get(), first))) {
                    first = item.get();
                    earliest = strand;
                }
            }
            return Optional.ofNullable(first).map(item -> item.notBefore(last));
        }

        private Optional<TimelineItem> found(Strand strand) {
            var item = strand.next();
            while (strand.isSearching() && searches > 0) {
                searches--;
                item = strand.next();
            }
            return item;
        }

        boolean isSearching() {
            return strands.stream().anyMatch(Strand::isSearching);
        }

        /** The end of a run comes behind all else of its moment, where the sources' own order does not say. */
        private static boolean isBefore(TimelineItem one, TimelineItem other) {
            var time = one.at().compareTo(other.at());
            return time < 0 || time == 0 && other.source() == Source.RUN && isEnd(other);
        }

        private static boolean isEnd(TimelineItem item) {
            return !item.at().equals(item.run().startedAt());
        }

        void take() {
            last = earliest.next().orElseThrow().notBefore(last).at();
            earliest.take();
        }

        List<Object> keys() {
            var keys = new ArrayList<Object>(List.of(last));
            strands.forEach(strand -> keys.addAll(strand.keys()));
            return keys;
        }
    }
}
