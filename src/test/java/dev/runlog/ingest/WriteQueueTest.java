package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlog.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WriteQueueTest {
    private static final long ANY_WEIGHT = Long.MAX_VALUE;

    private static WriteQueue<String> holding(String... items) {
        var queue = new WriteQueue<String>(items.length + 1);
        List.of(items).forEach(item -> queue.offer(item, 10));
        return queue;
    }

    @Test
    void all_that_waits_is_taken_at_once_and_in_order() {
        assertThat(holding("a", "b", "c").take(10, ANY_WEIGHT)).containsExactly("a", "b", "c");
    }

    @Test
    void no_more_is_taken_than_the_group_may_count_or_weigh() {
        var queue = holding("a", "b", "c", "d");

        assertThat(queue.take(1, ANY_WEIGHT)).containsExactly("a");
        assertThat(queue.take(10, 25)).containsExactly("b", "c");
        assertThat(queue.take(10, ANY_WEIGHT)).containsExactly("d");
    }

    @Test
    void what_weighs_more_than_a_group_may_goes_alone() {
        var queue = holding("a", "b");

        assertThat(queue.take(10, 5)).containsExactly("a");
        assertThat(queue.take(10, 5)).containsExactly("b");
    }

    @Test
    void a_full_queue_refuses_and_takes_again_once_there_is_room() {
        var queue = new WriteQueue<String>(1);
        queue.offer("a", 10);

        assertThatThrownBy(() -> queue.offer("b", 10)).isInstanceOf(Refusal.class);
        queue.take(1, ANY_WEIGHT);
        queue.offer("c", 10);
        assertThat(queue.take(1, ANY_WEIGHT)).containsExactly("c");
    }

    @Test
    void a_closed_queue_is_drained_and_refuses() {
        var queue = holding("a");
        queue.close();

        assertThatThrownBy(() -> queue.offer("b", 10)).isInstanceOf(Refusal.class);
        assertThat(queue.take(10, ANY_WEIGHT)).containsExactly("a");
        assertThat(queue.take(10, ANY_WEIGHT)).isEmpty();
    }

    @Test
    void who_waits_is_woken_by_the_first_item() {
        var queue = new WriteQueue<String>(1);
        var taken = CompletableFuture.supplyAsync(() -> queue.take(10, ANY_WEIGHT));

        queue.offer("a", 10);

        assertThat(taken).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(List.of("a"));
    }

    @Test
    void items_that_are_to_wait_together_pass_the_bound_by_no_more_than_themselves() {
        var queue = new WriteQueue<String>(2);
        queue.offer("a", 10);

        queue.requireRoom();
        queue.add("b", 10);
        queue.add("c", 10);

        assertThatThrownBy(queue::requireRoom).isInstanceOf(Refusal.class);
        assertThat(queue.take(10, ANY_WEIGHT)).containsExactly("a", "b", "c");
    }
}
