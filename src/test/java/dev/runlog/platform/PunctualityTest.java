package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PunctualityTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final Punctuality looks = new Punctuality(nanos::get, Duration.ofMillis(750));

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void what_is_done_when_it_is_due_is_not_late() {
        for (int i = 0; i < 10; i++) {
            pass(750);
            assertThat(looks.isLate()).isFalse();
        }
    }

    @Test
    void what_is_done_a_while_after_it_was_due_is_late_once() {
        pass(751);
        assertThat(looks.isLate()).isTrue();
        pass(250);
        assertThat(looks.isLate()).isFalse();
    }

    @Test
    void what_takes_its_time_does_not_make_the_next_time_late() {
        assertThat(looks.isLate()).isFalse();
        pass(5_000);
        looks.done();
        pass(250);
        assertThat(looks.isLate()).isFalse();
    }
}
