package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionConfigTest {

    private record Days(Duration logs, Duration runs) implements RetentionConfig {
        Days(int logs, int runs) {
            this(Duration.ofDays(logs), Duration.ofDays(runs));
        }
    }

    @Test
    void logs_may_be_kept_as_long_as_runs_but_no_longer() {
        assertThatCode(() -> Retention.check(new Days(30, 30))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Retention.check(new Days(31, 30)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContainingAll("RUNLOG_RETENTION_RUNS", "RUNLOG_RETENTION_LOGS");
    }

    @Test
    void logs_are_kept_for_a_day_at_least() {
        assertThatCode(() -> Retention.check(new Days(1, 90))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Retention.check(new Days(0, 90)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("RUNLOG_RETENTION_LOGS");
    }
}
