package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * When entries of levels were logged that no index finds, to the hour, by what is counted as they arrive: where there are
 * none, nobody has to look through all others to find that out.
 */
@ApplicationScoped
class LevelTimes {
    private static final int LAST_INDEXED = Severity.WARNING.number();
    private static final Duration LATELY = Duration.ofHours(1);
    private static final int HOUR = 60;
    private static final int SECONDS = 60;

    private final Rows rows;
    private final Rollup rollup;
    private final Clock clock;

    LevelTimes(Rows rows, Rollup rollup, Clock clock) {
        this.rows = rows;
        this.rollup = rollup;
        this.clock = clock;
    }

    /** From the beginning of the first hour to the end of the last. */
    private record Hours(Instant from, Instant to) {}

    /**
     * Narrows {@code log_entry e} to the times of what is wanted, where its levels need that: where there were none lately,
     * and all that arrived could be counted.
     *
     * @param connectors names; any where there are none
     */
    void narrow(Filter filter, Seen seen, Set<String> connectors, Wanted wanted) {
        if (areIndexed(wanted.levels(), connectors.isEmpty() && seen.isEverything())) {
            return;
        }
        var question = question(seen, connectors, wanted.levels());
        if (hours(question).filter(this::areLate).isPresent() || !isFolded()) {
            return;
        }
        var hours = hours(question);
        if (hours.isEmpty()) {
            filter.and("false");
            return;
        }
        filter.and("e.logged_at >= :levelsFrom", "levelsFrom", hours.get().from())
                .and("e.logged_at < :levelsTo", "levelsTo", hours.get().to());
    }

    /** What is worse than error has an index across connectors, but none for one. */
    private static boolean areIndexed(List<Integer> levels, boolean ofAll) {
        var first = ofAll ? 0 : Severity.ERROR.number();
        return levels.stream().anyMatch(level -> level >= first && level <= LAST_INDEXED);
    }

    private Optional<Hours> hours(Statement question) {
        return rows.one(question, LevelTimes::read).orElseThrow();
    }

    private boolean areLate(Hours hours) {
        return hours.to().isAfter(clock.instant().minus(LATELY));
    }

    private boolean isFolded() {
        try {
            rollup.fold();
            return true;
        } catch (Refusal | CompletionException notNow) {
            return false;
        }
    }

    static Statement question(Seen seen, Set<String> connectors, List<Integer> levels) {
        var counts = seen.ofCounts("c.connector_id", connectors, LogFilter.ALL_CONNECTORS)
                .and("c.level = any(:levels)", "levels", levels);
        return new Statement("""
                select min(c.start_minute), max(c.start_minute)
                from log_count c
                where c.span = 60
                  and c.entries > 0
                  and\s""" + counts.sql()).bindAll(counts.binds());
    }

    private static Optional<Hours> read(ResultSet row) throws SQLException {
        var first = row.getObject(1, Integer.class);
        return first == null ? Optional.empty() : Optional.of(new Hours(minute(first), minute(row.getInt(2) + HOUR)));
    }

    private static Instant minute(int number) {
        return Instant.ofEpochSecond((long) number * SECONDS);
    }
}
