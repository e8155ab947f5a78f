package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final int CALLERS = 100;

    private final Quota quota = new Quota("reads", 1, Duration.ofHours(1), CALLERS);

    private boolean mayCome(String caller) {
        return quota.take(caller).isConsumed();
    }

    @Test
    void who_is_new_is_remembered_however_often_the_others_have_come() {
        for (int times = 0; times < 20; times++) {
            for (int i = 0; i < CALLERS; i++) {
                quota.take("old " + i);
            }
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(mayCome("new " + i)).isTrue();
            assertThat(mayCome("new " + i)).isFalse();
        }
    }

    @Test
    void who_has_been_silent_longest_starts_afresh() {
        for (int i = 0; i < CALLERS; i++) {
            quota.take("caller " + i);
        }
        quota.take("caller 0");
        quota.take("one more");

        assertThat(mayCome("caller 0")).isFalse();
        assertThat(mayCome("caller 2")).isFalse();
        assertThat(mayCome("caller 1")).isTrue();
    }

    @Test
    void one_that_is_spent_says_when_it_is_not() {
        assertThat(quota.spent("caller")).isEmpty();
        assertThat(mayCome("caller")).isTrue();

        assertThat(quota.spent("caller")).hasValueSatisfying(spent -> {
            assertThat(spent.isConsumed()).isFalse();
            assertThat(Duration.ofNanos(spent.getNanosToWaitForRefill()))
                    .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
            assertThat(spent.getNanosToWaitForReset()).isEqualTo(spent.getNanosToWaitForRefill());
        });
    }
}
