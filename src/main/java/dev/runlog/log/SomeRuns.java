package dev.runlog.log;

import dev.runlog.page.RowTime;
import dev.runlog.run.RunSpan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The runs that may have entries that are asked for.
 *
 * @param from before which none is asked for, in microseconds; {@code to} likewise
 */
record SomeRuns(List<RunSpan> spans, Wanted wanted, long from, long to) {
    /** In microseconds: how the database rounds what is finer. */
    private static final int ROUNDED = 1;

    static SomeRuns of(List<RunSpan> spans, Wanted wanted, Optional<Instant> from, Optional<Instant> to) {
        var least = from.map(time -> RowTime.micros(time) - ROUNDED).orElse(-RunSpan.FAR);
        var most = to.map(time -> RowTime.micros(time) + ROUNDED).orElse(RunSpan.FAR);
        var some = spans.stream()
                .filter(span -> span.newest() >= least && span.oldest() <= most && wanted.mostIn(span) > 0)
                .toList();
        return new SomeRuns(some, wanted, least, most);
    }

    List<Long> ids() {
        return spans.stream().map(RunSpan::runId).toList();
    }
}
