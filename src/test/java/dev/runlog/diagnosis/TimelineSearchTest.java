package dev.runlog.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.log.LogEntry;
import dev.runlog.log.RunEntries.Stretch;
import dev.runlog.page.Cursor;
import dev.runlog.page.ListSource.Slice;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the application says is looked for between any number of failed calls, and no page looks through all of them. */
class TimelineSearchTest {
    private static final int STEP = 20_000;
    private static final int CALLS = 10_000_000;
    private static final int MOST_STEPS = 60;

    private int steps;

    /** A run of so many entries, of which the application said some. */
    private Timeline run(int length, Integer... said) {
        var all = new TreeSet<>(Set.of(said));
        return new Timeline(
                after -> List.of(new Strands.OfEntries(
                        seq -> step(all, length, seq),
                        said.length,
                        after.map(cursor -> cursor.number(1)).orElse(0L))),
                most -> said.length);
    }

    private Stretch step(TreeSet<Integer> said, int length, int seq) {
        steps++;
        var next = said.higher(seq);
        if (next != null && next <= seq + STEP) {
            return new Stretch(List.of(entry(next)), seq, false);
        }
        var end = Math.min(length, seq + STEP);
        return new Stretch(List.of(), end, end == seq);
    }

    private static LogEntry entry(int seq) {
        return new LogEntry(
                null,
                seq,
                Instant.EPOCH,
                Instant.EPOCH,
                6,
                "info",
                "info",
                "application",
                "said",
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Slice<TimelineItem> page(Timeline timeline, List<Object> after) {
        var cursor = after.isEmpty() ? Optional.<Cursor>empty() : Optional.of(new Cursor(Instant.EPOCH, after));
        return timeline.page(null, cursor, 1, Integer.MAX_VALUE);
    }

    private List<Integer> walk(Timeline timeline) {
        var seen = new ArrayList<Integer>();
        steps = 0;
        var slice = page(timeline, List.of());
        while (true) {
            assertThat(steps).isLessThan(MOST_STEPS);
            slice.items().forEach(item -> seen.add(item.item().entry().seq()));
            if (!slice.more()) {
                return seen;
            }
            steps = 0;
            slice = page(timeline, slice.end());
        }
    }

    @Test
    void behind_the_last_word_nothing_is_looked_through() {
        var timeline = run(CALLS, 1, 2, 3);

        assertThat(walk(timeline)).containsExactly(1, 2, 3);
        assertThat(steps).isEqualTo(1);
    }

    @Test
    void a_page_ends_where_it_has_looked_through_much_and_the_next_goes_on_there() {
        assertThat(walk(run(CALLS, 1, 5_000_000, CALLS - 1))).containsExactly(1, 5_000_000, CALLS - 1);
        assertThat(walk(run(CALLS, CALLS))).containsExactly(CALLS);
    }

    @Test
    void what_was_looked_through_is_not_looked_through_again() {
        var timeline = run(CALLS, 1, 900_000, CALLS);
        var first = page(timeline, List.of());
        assertThat(steps).isGreaterThan(40);
        steps = 0;

        var second = page(timeline, first.end());

        assertThat(second.items().get(0).item().entry().seq()).isEqualTo(900_000);
        assertThat(steps).isLessThan(MOST_STEPS);
        steps = 0;
        page(timeline, second.end());
        assertThat(steps).isLessThan(MOST_STEPS);
    }

    @Test
    void a_cursor_from_before_anything_was_counted_goes_on_too() {
        var timeline = run(CALLS, 1, 2, 3);

        var slice = page(timeline, List.of(Instant.EPOCH, 2L));

        assertThat(slice.items().get(0).item().entry().seq()).isEqualTo(3);
    }

    @Test
    void an_export_looks_through_all_of_it() throws IOException {
        var seen = new ArrayList<Integer>();

        run(CALLS, 1, 5_000_000, CALLS - 1)
                .each(null, Optional.empty(), item -> seen.add(item.entry().seq()));

        assertThat(seen).containsExactly(1, 5_000_000, CALLS - 1);
    }
}
