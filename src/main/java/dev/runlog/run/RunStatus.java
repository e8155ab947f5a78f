package dev.runlog.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a run stands. {@link #LOST} is never stored: it is a run without an end whose deadline has passed. */
public enum RunStatus {
    RUNNING,
    SUCCEEDED,
    FAILED,
    LOST;

    static final String EXPECTED =
            "one of " + Arrays.stream(values()).map(RunStatus::label).collect(Collectors.joining(", "));

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<RunStatus> of(String label) {
        return Arrays.stream(values())
                .filter(status -> status.label().equals(label))
                .findFirst();
    }

    /** @param exitCode null where the container vanished without one: a failure */
    static RunStatus ofExit(Integer exitCode) {
        return exitCode != null && exitCode == 0 ? SUCCEEDED : FAILED;
    }

    /** What a stored status is at {@code now}. */
    RunStatus at(Instant now, Instant deadline) {
        return this == RUNNING && !now.isBefore(deadline) ? LOST : this;
    }
}
