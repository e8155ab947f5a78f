package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.run.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When entries of levels that have no index of their own were logged, to the hour, by what is counted as they arrive: where
 * there are none, nobody has to look through all others to find that out.
 */
@ApplicationScoped
class LevelTimes {
    private static final int LAST_INDEXED = Severity.WARNING.number();
    private static final int HOUR = 60;
    private static final int SECONDS = 60;

    private final Rows rows;
    private final Rollup rollup;

    LevelTimes(Rows rows, Rollup rollup) {
        this.rows = rows;
        this.rollup = rollup;
    }

    /** From the beginning of the first hour to the end of the last. */
    private record Hours(Instant from, Instant to) {}

    /**
     * Narrows {@code log_entry e} to the times of what is wanted, where its levels need that.
     *
     * @param connectors names; any where there are none
     * @throws dev.runlog.problem.Refusal 503 where what has just arrived is not counted in time
     */
    void narrow(Filter filter, Seen seen, Set<String> connectors, Wanted wanted) {
        if (wanted.levels().stream().anyMatch(level -> level <= LAST_INDEXED)) {
            return;
        }
        rollup.fold();
        var hours = rows.one(question(seen, connectors, wanted.levels()), LevelTimes::read)
                .orElseThrow();
        if (hours.isEmpty()) {
            filter.and("false");
            return;
        }
        filter.and("e.logged_at >= :levelsFrom", "levelsFrom", hours.get().from())
                .and("e.logged_at < :levelsTo", "levelsTo", hours.get().to());
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
