package dev.runlog.run;

import java.time.Instant;

/**
 * What a run is registered with.
 *
 * @param startedAt null where it was not said: first contact counts
 * @param deadlineAt null where it was not said: 6 h after the start
 */
public record Registration(String connector, String site, String version, Instant startedAt, Instant deadlineAt) {}
