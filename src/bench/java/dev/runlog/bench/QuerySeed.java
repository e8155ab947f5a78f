package dev.runlog.bench;

import dev.runlog.platform.TimeOrderedId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Entries of ten thousand runs of fifty connectors, as many as are asked for: put into the tables in the order of their
 * times past the service, whose way in is measured elsewhere, together with what it would have counted.
 */
final class QuerySeed {
    private static final int FIRST_CONNECTOR = 1_000;
    private static final String[] RUNS_MADE = {
        """
        insert into connector (connector_id, name)
        select %2$d + i, 'query-' || i from generate_series(0, 49) as i
        """,
        """
        insert into run (run_id, process_id, connector_id, site, version, status, exit_code, first_at, registered_at,
                         started_at, started_given, started_since, deadline_at, deadline_given, finished_at,
                         finished_since)
        select %1$d + i, gen_random_uuid(), %2$d + i %% 50, 'site-' || i %% 500, '1.' || i %% 7,
               case when i %% 20 = 0 then 'failed' else 'succeeded' end, case when i %% 20 = 0 then 1 else 0 end,
               start, start, start, true, start, start + interval '6 hours', false, start + interval '90 seconds',
               start + interval '90 seconds'
        from (select i, now() - interval '20 hours' + i * interval '5 seconds' as start
              from generate_series(0, 9999) as i) as started
        """,
        "insert into run_key (process_id, run_id) select process_id, run_id from run where run_id >= %1$d",
        """
        insert into run_tally (run_id, connector_id, last_activity_at)
        select run_id, connector_id, started_at from run where run_id >= %1$d
        """
    };
    private static final String ENTRIES = """
            insert into log_entry (run_id, seq, connector_id, logged_at, received_at, level, source, cut, fingerprint,
                                   message, context, method, request_uri, response_code)
            select %1$d + n %% 10000, n / 10000 + 1, %2$d + n %% 50, at, at, level, call::integer, 0,
                   case when level <= 3 then 1 + n / 10000 %% 10 end,
                   'Product ' || n || ' of feed ''spring-sale'' exported to marketplace: 14 attributes mapped, 2 images, '
                       || 'stock level ' || n %% 1000 || ' pieces',
                   case when n %% 5 = 0 then '{"sku":"SKU-' || n || '","page":' || n %% 400 || '}' end::json,
                   case when call then 'GET' end, case when call then '/files/' || n %% 9 end,
                   case when call then 404 end
            from (
                select n, now() - interval '20 hours' + (n %% 10000) * interval '5 seconds'
                              + (n / 10000) * interval '10 ms' as at,
                       case when (n / 50 + n / 10000) %% 100 < 2 then 3 when (n / 50 + n / 10000) %% 100 < 7 then 4
                            else 6 end as level,
                       n / 50 %% 1000 = 1 as call
                from generate_series(%3$d, %4$d - 1) as n) as made
            order by at
            """;
    private static final String[] COUNTED = {
        """
        update run_tally as tally
        set last_seq = counted.entries, error = counted.errors, warning = counted.warnings,
            info = counted.entries - counted.errors - counted.warnings,
            newest_us = extract(epoch from newest) * 1000000, oldest_us = extract(epoch from oldest) * 1000000,
            disorder_us = 0, timed_seq = counted.entries
        from (select run_id, count(*) as entries, count(*) filter (where level = 3) as errors,
                     count(*) filter (where level = 4) as warnings, max(logged_at) as newest, min(logged_at) as oldest
              from log_entry where run_id >= %1$d group by run_id) as counted
        where tally.run_id = counted.run_id
        """,
        "delete from run_error where run_id >= %1$d",
        """
        insert into run_error (run_id, fingerprint, connector_id, level, source, entries, first_seq, last_seq,
                               first_at, last_at)
        select run_id, fingerprint, connector_id, min(level), min(source), count(*), min(seq), max(seq),
               min(logged_at), max(logged_at)
        from log_entry
        where run_id >= %1$d and fingerprint is not null
        group by run_id, fingerprint, connector_id
        """,
        "delete from log_count where connector_id = 0 or connector_id >= %2$d",
        """
        insert into log_count (run_id, connector_id, span, start_minute, level, source, entries)
        select %5$d, owner, span, minute / span * span, level, source, count(*)
        from (select connector_id, (extract(epoch from logged_at) / 60)::integer as minute, level, source
              from log_entry where run_id >= %1$d) as entry
        cross join (values (1::smallint), (60::smallint)) as spans (span)
        cross join lateral (values (connector_id), (0)) as owners (owner)
        group by owner, span, minute / span * span, level, source
        """,
        "delete from error_hour where connector_id >= %2$d",
        """
        insert into error_hour (run_id, fingerprint, connector_id, hour, entries, runs, first_at, last_at)
        select %5$d, fingerprint, connector_id, (extract(epoch from first_at) / 3600)::integer, sum(entries), count(*),
               min(first_at), max(last_at)
        from run_error
        where run_id >= %1$d
        group by fingerprint, connector_id, (extract(epoch from first_at) / 3600)::integer
        """,
        """
        insert into error_group (fingerprint, level, source, title)
        select distinct fingerprint, 3, 0, 'Error ' || fingerprint from run_error where run_id >= %1$d
        on conflict do nothing
        """,
        // What the database would do by itself a minute later, in the midst of what is measured.
        "vacuum (analyze)"
    };

    private final Database database;
    private final long day = TimeOrderedId.lowerBound(
            LocalDate.now(ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toInstant());
    private final long firstRun = TimeOrderedId.lowerBound(Instant.now());
    private long entries;

    QuerySeed(Database database) {
        this.database = database;
    }

    /** Brings the entries to so many. */
    void upTo(long wanted) throws SQLException {
        try (var connection = database.open()) {
            if (entries == 0) {
                execute(connection, wanted, RUNS_MADE);
            }
            execute(connection, wanted, ENTRIES);
            execute(connection, wanted, COUNTED);
        }
        entries = wanted;
    }

    private void execute(Connection connection, long wanted, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql.formatted(firstRun, FIRST_CONNECTOR, entries, wanted, day));
            }
        }
    }

    /** The connector number {@code i}, by name. */
    static String connector(int i) {
        return "query-" + i;
    }

    int connectorId(int i) {
        return FIRST_CONNECTOR + i;
    }

    long runId(int i) {
        return firstRun + i;
    }

    UUID processId(int i) throws SQLException {
        try (var connection = database.open();
                var question = connection.prepareStatement("select process_id from run where run_id = ?")) {
            question.setLong(1, runId(i));
            try (var row = question.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }
}
