package dev.runlog.output;

import static dev.runlog.output.StandardStream.STDERR;
import static dev.runlog.output.StandardStream.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlog.page.Cursor;
import dev.runlog.platform.Utf8;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LineListTest {
    private final StoredChunks stored = new StoredChunks();
    private final AtomicLong seconds = new AtomicLong();

    private LineList list(Predicate<String> wanted, LongSupplier nanoTime) {
        return new LineList(
                stored::of,
                stored.tally(),
                EnumSet.allOf(StandardStream.class),
                Optional.ofNullable(wanted),
                new QueryBudget(nanoTime));
    }

    private static Optional<Cursor> behind(List<Object> keys) {
        return Optional.of(new Cursor(Instant.EPOCH, keys));
    }

    private long aSecondEachTime() {
        return seconds.incrementAndGet() * 1_000_000_000L;
    }

    @Test
    void a_search_that_finds_nothing_ends_with_its_budget() {
        stored.write(STDOUT, Utf8.bytes("line\n".repeat(100)));
        var list = list(text -> false, this::aSecondEachTime);

        assertThatThrownBy(() -> list.page(null, Optional.empty(), 10))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.QUERY_TOO_SLOW));
    }

    @Test
    void a_stream_goes_on_as_long_as_it_finds_something() throws Exception {
        stored.write(STDOUT, Utf8.bytes("no\nyes\n".repeat(100)));
        var found = new ArrayList<OutputLine>();

        list("yes"::equals, this::aSecondEachTime).each(null, Optional.empty(), found::add);

        assertThat(found).hasSize(100);
    }

    @Test
    void a_page_of_huge_lines_ends_early_and_goes_on() {
        var line = "x".repeat(LineText.MOST_BYTES) + "\n";
        for (int i = 0; i < 100; i++) {
            stored.write(STDERR, Utf8.bytes(line));
        }
        var list = list(null, System::nanoTime);
        var page = list.page(null, Optional.empty(), 1000);
        var rest =
                list.page(null, behind(page.items().get(page.items().size() - 1).keys()), 1000);

        assertThat(page.more()).isTrue();
        assertThat(rest.more()).isFalse();
        assertThat(page.items().size() + rest.items().size()).isEqualTo(100);
    }

    @Test
    void a_line_given_before_it_ended_is_not_given_again() {
        stored.write(STDOUT, Utf8.bytes("a\nb"));
        var page = list(null, System::nanoTime).page(null, Optional.empty(), 10);
        stored.write(STDOUT, Utf8.bytes("bb\nc\n"));
        var rest = list(null, System::nanoTime)
                .page(null, behind(page.items().get(1).keys()), 10);

        assertThat(page.items()).extracting(keyed -> keyed.item().text()).containsExactly("a", "b");
        assertThat(rest.items()).extracting(keyed -> keyed.item().text()).containsExactly("c");
        assertThat(rest.items().get(0).item().line()).isEqualTo(3);
    }
}
