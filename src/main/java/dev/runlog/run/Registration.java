package dev.runlog.run;

import java.time.Instant;

/**
 * What a run is registered with.
 *
 * @param startedAt null where it was not said: first contact counts
 * @param deadlineAt null where it was not said: 6 h after the start
 * @param activeAt null, or when the run was going already: stands in for a start that nobody has said
 */
public record Registration(
        String connector, String site, String version, Instant startedAt, Instant deadlineAt, Instant activeAt) {

    public Registration(String connector, String site, String version, Instant startedAt, Instant deadlineAt) {
        this(connector, site, version, startedAt, deadlineAt, null);
    }
}
