package dev.runlog.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final long RUN = 7;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow at any time
    private final Retries retries = new Retries(nanos::get);

    private void pass(Duration span) {
        nanos.addAndGet(span.toNanos());
    }

    @Test
    void what_failed_is_tried_again_ever_later() {
        assertThat(retries.mayTry(RUN)).isTrue();
        for (var pause = Retries.FIRST; pause.compareTo(Retries.LONGEST) < 0; pause = pause.multipliedBy(2)) {
            retries.failed(RUN);
            pass(pause.minusNanos(1));
            assertThat(retries.mayTry(RUN)).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(retries.mayTry(RUN)).isTrue();
        }
        retries.failed(RUN);
        pass(Retries.LONGEST);
        assertThat(retries.mayTry(RUN)).isTrue();
    }

    @Test
    void only_the_first_failure_is_new_until_it_succeeds() {
        assertThat(retries.failed(RUN)).isTrue();
        assertThat(retries.failed(RUN)).isFalse();
        assertThat(retries.failed(RUN + 1)).isTrue();

        retries.succeeded(RUN);

        assertThat(retries.mayTry(RUN)).isTrue();
        assertThat(retries.mayTry(RUN + 1)).isFalse();
        assertThat(retries.failed(RUN)).isTrue();
    }
}
