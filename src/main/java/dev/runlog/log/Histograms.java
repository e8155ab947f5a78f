package dev.runlog.log;

import dev.runlog.log.Histogram.Bucket;
import dev.runlog.page.Filter;
import dev.runlog.page.Parameters;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.page.TimeBuckets;
import dev.runlog.run.LogCounts.ByLevel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/**
 * Counts entries by interval and level: from what is counted as they arrive where that tells, which it does by whole
 * minutes, connector, level and source; else, and for the rest of the minutes in which the window begins and ends, from
 * the entries themselves.
 */
@ApplicationScoped
class Histograms {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final int LEVELS = 8;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private final Rows rows;
    private final Rollup rollup;
    private final LogFilter filters;
    private final Clock clock;

    Histograms(Rows rows, Rollup rollup, LogFilter filters, Clock clock) {
        this.rows = rows;
        this.rollup = rollup;
        this.filters = filters;
        this.clock = clock;
    }

    Histogram of(Parameters parameters) {
        var buckets = TimeBuckets.of(parameters, clock.instant(), WINDOW);
        var entries = filters.acrossRuns(parameters).whole();
        var counts = filters.ofCounts(parameters);
        var counting = new Counting(buckets, entries, counts);
        counting.count();
        return counting.histogram();
    }

    private final class Counting {
        private final TimeBuckets buckets;
        private final Filter entries;
        private final Optional<Filter> counts;
        private final long[][] found;

        Counting(TimeBuckets buckets, Filter entries, Optional<Filter> counts) {
            this.buckets = buckets;
            this.entries = entries;
            this.counts = counts.filter(usable -> buckets.seconds() % MINUTE == 0);
            this.found = new long[(int) buckets.count()][LEVELS];
        }

        void count() {
            var firstMinute = ceilDiv(buckets.from(), MINUTE);
            var lastMinute = buckets.to().getEpochSecond() / MINUTE;
            if (counts.isEmpty() || firstMinute >= lastMinute) {
                entries(buckets.from(), buckets.to());
                return;
            }
            rollup.fold();
            entries(buckets.from(), Instant.ofEpochSecond(firstMinute * MINUTE));
            whole(firstMinute, lastMinute);
            entries(Instant.ofEpochSecond(lastMinute * MINUTE), buckets.to());
        }

        private void whole(long firstMinute, long lastMinute) {
            var firstHour = ceilDiv(Instant.ofEpochSecond(firstMinute * MINUTE), HOUR) * MINUTE;
            var lastHour = lastMinute / MINUTE * MINUTE;
            if (buckets.seconds() % HOUR != 0 || firstHour >= lastHour) {
                counts(1, firstMinute, lastMinute);
                return;
            }
            counts(1, firstMinute, firstHour);
            counts(MINUTE, firstHour, lastHour);
            counts(1, lastHour, lastMinute);
        }

        private static long ceilDiv(Instant time, int seconds) {
            return Math.floorDiv(time.getEpochSecond() + seconds - (time.getNano() == 0 ? 1 : 0), seconds);
        }

        /** Counts of {@code span} minutes each that begin in a range of minutes. */
        private void counts(int span, long from, long to) {
            if (from >= to) {
                return;
            }
            var question = new Statement("""
                    select c.start_minute / :step as bucket, c.level, sum(c.entries)
                    from log_count c
                    where c.span = :span
                      and c.start_minute >= :first
                      and c.start_minute < :last
                      and\s""" + counts.orElseThrow().sql())
                    .then("group by bucket, c.level")
                    .bindAll(counts.orElseThrow().binds())
                    .bind("step", (int) (buckets.seconds() / MINUTE))
                    .bind("span", span)
                    .bind("first", minute(from))
                    .bind("last", minute(to));
            add(question);
        }

        /** As the table has it; no entry is as far away as that ends. */
        private static int minute(long number) {
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
        }

        private void entries(Instant from, Instant to) {
            if (!from.isBefore(to)) {
                return;
            }
            var question = new Statement(
                            "select floor(extract(epoch from e.logged_at) / :step)::bigint as bucket, e.level, count(*)\n"
                                    + LogList.FROM + entries.sql())
                    .then("  and e.logged_at >= :first and e.logged_at < :last\ngroup by bucket, e.level")
                    .bindAll(entries.binds())
                    .bind("step", buckets.seconds())
                    .bind("first", from)
                    .bind("last", to);
            add(question);
        }

        private void add(Statement question) {
            rows.list(question, row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)})
                    .forEach(count -> found[(int) (count[0] - buckets.first())][(int) count[1]] += count[2]);
        }

        Histogram histogram() {
            var starts = buckets.starts();
            var filled = new ArrayList<Bucket>();
            for (int i = 0; i < found.length; i++) {
                filled.add(new Bucket(starts.get(i), Arrays.stream(found[i]).sum(), ByLevel.of(found[i])));
            }
            return new Histogram(buckets.from(), buckets.to(), buckets.label(), filled);
        }
    }
}
