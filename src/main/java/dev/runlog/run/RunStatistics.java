package dev.runlog.run;

import dev.runlog.page.Filter;
import dev.runlog.page.Parameters;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.page.TimeBuckets;
import dev.runlog.run.RunStats.Bucket;
import dev.runlog.run.RunStats.Group;
import dev.runlog.run.RunStats.Percentiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts runs by when they started and by what they have in common: a run is one narrow row, found by its start. */
@ApplicationScoped
class RunStatistics {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final int MOST_GROUPS = 100;
    private static final String COUNTED = """
            select floor(extract(epoch from r.started_at) / :step)::bigint as bucket, %s as key, count(*) as total,
                   count(*) filter (where r.status = 'succeeded') as succeeded,
                   count(*) filter (where r.status = 'failed') as failed,
                   count(*) filter (where r.status = 'running' and r.deadline_at <= :present) as lost,
                   percentile_disc(array[0.5, 0.95, 0.99]) within group (
                       order by floor(extract(epoch from greatest(r.finished_at - r.started_at, interval '0')) * 1000)::bigint
                   ) filter (where r.finished_at is not null) as durations
            from run r
            where r.started_at >= :first
              and r.started_at < :last
              and\s""";

    private final Rows rows;
    private final Connectors connectors;
    private final Sights sights;
    private final Clock clock;

    RunStatistics(Rows rows, Connectors connectors, Sights sights, Clock clock) {
        this.rows = rows;
        this.connectors = connectors;
        this.sights = sights;
        this.clock = clock;
    }

    /** What runs may have in common. */
    enum GroupBy {
        STATUS("case when r.status = 'running' and r.deadline_at <= :present then 'lost' else r.status end"),
        VERSION("r.version"),
        SITE("r.site"),
        CONNECTOR("r.connector_id::text");

        static final String EXPECTED =
                "one of " + Arrays.stream(values()).map(GroupBy::label).collect(Collectors.joining(", "));

        private final String sql;

        GroupBy(String sql) {
            this.sql = sql;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<GroupBy> of(String text) {
            return Arrays.stream(values())
                    .filter(value -> value.label().equals(text))
                    .findFirst();
        }
    }

    private record Counted(long bucket, String key, Bucket counts) {}

    RunStats of(Parameters parameters) {
        var now = clock.instant();
        var buckets = TimeBuckets.of(parameters, now, WINDOW);
        var groupBy = parameters.one("groupBy", GroupBy::of, GroupBy.EXPECTED);
        var filter = RunFilter.of(parameters, sights.seen(), now);
        parameters.check();
        var counted = rows.list(question(buckets, groupBy, filter, now), row -> read(row, buckets));
        var byKey = byKey(groupBy, counted);
        return new RunStats(
                buckets.from(),
                buckets.to(),
                buckets.label(),
                groups(buckets, groupBy, byKey),
                Math.max(0, byKey.size() - MOST_GROUPS));
    }

    private static Statement question(TimeBuckets buckets, Optional<GroupBy> groupBy, Filter filter, Instant now) {
        var key = groupBy.map(by -> by.sql).orElse("null::text");
        return new Statement(COUNTED.formatted(key) + filter.sql())
                .then("group by bucket, key")
                .bindAll(filter.binds())
                .bind("step", buckets.seconds())
                .bind("present", now)
                .bind("first", buckets.from())
                .bind("last", buckets.to());
    }

    private static Counted read(ResultSet row, TimeBuckets buckets) throws SQLException {
        var bucket = row.getLong("bucket");
        var total = row.getLong("total");
        var succeeded = row.getLong("succeeded");
        var failed = row.getLong("failed");
        var lost = row.getLong("lost");
        var settled = succeeded + failed + lost;
        var counts = new Bucket(
                buckets.start(bucket),
                total,
                succeeded,
                failed,
                lost,
                total - settled,
                settled == 0 ? null : (Double) ((double) succeeded / settled),
                percentiles(row));
        return new Counted(bucket, row.getString("key"), counts);
    }

    private static Percentiles percentiles(ResultSet row) throws SQLException {
        var array = row.getArray("durations");
        if (array == null) {
            return Percentiles.NONE;
        }
        var durations = (Long[]) array.getArray();
        return new Percentiles(durations[0], durations[1], durations[2]);
    }

    private static Map<String, Map<Instant, Bucket>> byKey(Optional<GroupBy> groupBy, List<Counted> counted) {
        var byKey = new HashMap<String, Map<Instant, Bucket>>();
        if (groupBy.isEmpty()) {
            byKey.put(null, new HashMap<>());
        }
        for (var count : counted) {
            byKey.computeIfAbsent(count.key, key -> new HashMap<>()).put(count.counts.start(), count.counts);
        }
        return byKey;
    }

    private List<Group> groups(
            TimeBuckets buckets, Optional<GroupBy> groupBy, Map<String, Map<Instant, Bucket>> byKey) {
        var largestFirst = Comparator.comparingLong(RunStatistics::total)
                .reversed()
                .thenComparing(Map.Entry::getKey, Comparator.nullsLast(Comparator.naturalOrder()));
        return new ArrayList<>(byKey.entrySet())
                .stream()
                        .sorted(largestFirst)
                        .limit(MOST_GROUPS)
                        .map(group -> new Group(named(groupBy, group.getKey()), filled(buckets, group.getValue())))
                        .toList();
    }

    private static long total(Map.Entry<String, Map<Instant, Bucket>> group) {
        return group.getValue().values().stream().mapToLong(Bucket::total).sum();
    }

    private String named(Optional<GroupBy> groupBy, String key) {
        return key != null && groupBy.equals(Optional.of(GroupBy.CONNECTOR))
                ? connectors.nameOf(Integer.valueOf(key))
                : key;
    }

    private static List<Bucket> filled(TimeBuckets buckets, Map<Instant, Bucket> found) {
        return buckets.starts().stream()
                .map(start -> found.getOrDefault(start, Bucket.empty(start)))
                .toList();
    }
}
