package dev.runlog.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runlog.page.Statement;
import io.agroal.api.AgroalDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Two hundred thousand runs of fifty connectors, a million entries of ten thousand of them, a hundred thousand of one, in a schema of
 * their own beside the tables of the other tests: what plans look like where there is much. Made once.
 */
public final class MillionEntries {
    private static final String SCHEMA = "million";
    private static final int PATIENCE_MS = 120_000;

    /** The run with a hundred thousand entries. */
    public static final long LONG_RUN = 10_000;

    /** A run of connector 51 with fifty thousand warnings and no error. */
    public static final long WARNED_RUN = 900_000;

    private static final String[] MADE = {
        "create schema million",
        "set local search_path = million, public",
        "create table run (like public.run including all)",
        "create table run_key (like public.run_key including all)",
        "create table run_tally (like public.run_tally including all)",
        "create table run_error (like public.run_error including all)",
        "create table log_entry (like public.log_entry including all) partition by range (run_id)",
        "create table log_entry_all partition of log_entry for values from (0) to (1000000)",
        "create table log_entry_next partition of log_entry for values from (1000000) to (2000000)",
        "create table log_entry_last partition of log_entry for values from (2000000) to (3000000)",
        "create table log_count (like public.log_count including all) partition by range (run_id)",
        "create table log_count_all partition of log_count for values from (0) to (1000000)",
        "create table error_hour (like public.error_hour including all) partition by range (run_id)",
        "create table error_hour_all partition of error_hour for values from (0) to (1000000)",
        "create table error_group (like public.error_group including all)",
        "create table error_place (like public.error_place including all)",
        "create table state (like public.state including all)",
        "create table state_change (like public.state_change including all)",
        """
        insert into run (run_id, process_id, connector_id, site, version, status, exit_code, first_at, started_at,
                         started_given, started_since, deadline_at, deadline_given, finished_at, finished_since)
        select i, gen_random_uuid(), i % 50 + 1, 'site-' || i % 500, '1.' || i % 7,
               case when i % 20 = 0 then 'failed' when i % 1000 = 1 then 'running' else 'succeeded' end,
               case when i % 20 = 0 then 1 + i % 3 when i % 1000 = 1 then null else 0 end,
               start, start, true, start, start + interval '6 hours', false,
               case when i % 1000 = 1 then null else start + interval '90 seconds' end,
               case when i % 1000 = 1 then null else start + interval '90 seconds' end
        from (select i, timestamptz '2026-11-01' + i * interval '5 seconds' as start
              from generate_series(1, 200000) as i) as started
        """,
        "insert into run_key (process_id, run_id) select process_id, run_id from run",
        """
        insert into log_entry (run_id, seq, connector_id, logged_at, received_at, level, source, cut, fingerprint,
                               message, method, request_uri, response_code)
        select run_id, seq, run_id % 50 + 1, at, at, level, call::integer, 0,
               case when level <= 3 then 1 + n / 1000 % 40 end,
               case when n % 100003 = 0 then 'needle ' else 'Product ' end || n || ' exported with 14 attributes',
               case when call then 'GET' end, case when call then '/files/' || n % 9 end,
               case when call then 404 end
        from (
            select n, run_id, seq, timestamptz '2026-11-01' + run_id * interval '60 seconds' + seq * interval '1 ms' as at,
                   case when n % 1000 = 0 then 3 when n % 200 = 0 then 4 when n % 10 = 0 then 7 else 6 end as level,
                   n % 500 = 0 as call
            from (
                select n, case when n <= 900000 then 1 + n % 9999 else 10000 end as run_id,
                       case when n <= 900000 then 1 + n / 9999 else n - 900000 end as seq
                from generate_series(1, 1000000) as n) as numbered) as made
        """,
        """
        insert into run (run_id, process_id, connector_id, site, version, status, first_at, started_at, started_given,
                         started_since, deadline_at, deadline_given, finished_at, finished_since)
        select 900000, gen_random_uuid(), 51, 'warned', '2.0', 'succeeded', at, at, true, at, at, false, at, at
        from (select timestamptz '2026-11-09' as at) as started
        """,
        """
        insert into log_entry (run_id, seq, connector_id, logged_at, received_at, level, source, cut, message)
        select 900000, n, 51, at, at, 4, 0, 0, 'Product ' || n || ' has no image'
        from (select n, timestamptz '2026-11-09' + n * interval '1 ms' as at from generate_series(1, 50000) as n) as warned
        """,
        "insert into run_tally (run_id, connector_id, last_activity_at) select run_id, connector_id, started_at from run",
        """
        update run_tally t
        set last_seq = c.entries, error = c.errors, warning = c.warnings, info = c.infos, debug = c.debugs,
            api_failures = c.calls, newest_us = c.newest, oldest_us = c.oldest, disorder_us = 0,
            timed_seq = c.entries
        from (
            select run_id, count(*) as entries, count(*) filter (where level = 3) as errors,
                   count(*) filter (where level = 4) as warnings, count(*) filter (where level = 6) as infos,
                   count(*) filter (where level = 7) as debugs, count(*) filter (where source = 1) as calls,
                   extract(epoch from max(logged_at)) * 1000000 as newest,
                   extract(epoch from min(logged_at)) * 1000000 as oldest
            from log_entry
            group by run_id) as c
        where c.run_id = t.run_id
        """,
        """
        insert into run_error (run_id, fingerprint, connector_id, level, source, entries, first_seq, last_seq, first_at,
                               last_at)
        select run_id, fingerprint, connector_id, min(level), min(source), count(*), min(seq), max(seq),
               min(logged_at), max(logged_at)
        from log_entry
        where fingerprint is not null
        group by run_id, fingerprint, connector_id
        """,
        """
        insert into log_count (run_id, connector_id, span, start_minute, level, source, entries)
        select 0, owner, span, minute / span * span, level, source, count(*)
        from (select connector_id, floor(extract(epoch from logged_at) / 60)::integer as minute, level, source
              from log_entry) as entry
        cross join (values (1::smallint), (60::smallint)) as spans (span)
        cross join lateral (values (connector_id), (0)) as owners (owner)
        group by owner, span, minute / span * span, level, source
        """,
        """
        insert into state (state_id, connector_id, version, name, status, owner_id, created_at, created_given, updated_at,
                           finished_at, changes)
        select 's-' || i, i % 50 + 1, '1.' || i % 7, 'build_connector', 'done', 'u', made, true, made + interval '1 minute',
               made + interval '1 minute', 2
        from (select i, timestamptz '2026-11-01' + i * interval '20 seconds' as made
              from generate_series(1, 50000) as i) as numbered
        """,
        """
        insert into state_change (state_id, change, status, at, connector_id)
        select state_id, change, case change when 1 then 'running' else 'done' end,
               case change when 1 then created_at else updated_at end, connector_id
        from state
        cross join generate_series(1, 2) as change
        """,
        "analyze"
    };

    private MillionEntries() {}

    /** Makes it where it is not there yet. */
    public static synchronized void make(AgroalDataSource writes) throws SQLException {
        try (var connection = writes.getConnection();
                var statement = connection.createStatement()) {
            try (var there = statement.executeQuery("select to_regnamespace('" + SCHEMA + "') is not null")) {
                there.next();
                if (there.getBoolean(1)) {
                    return;
                }
            }
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, PATIENCE_MS);
            statement.execute("set local statement_timeout = 0");
            for (var step : MADE) {
                statement.execute(step);
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /**
     * What answering took.
     *
     * @param rows that it returned
     * @param pages of 8 KiB that it looked at
     * @param text the plan
     */
    public record Plan(long rows, long pages, String text) {}

    /** Sees these tables in the place of the others until its transaction ends. */
    public static void see(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local search_path = " + SCHEMA + ", public");
        }
    }

    /** Answers a question on these tables, through the pool that answers all questions. */
    public static Plan plan(AgroalDataSource queries, Statement question) throws SQLException {
        return plan(queries, SCHEMA, question);
    }

    /** Answers it on the tables of another schema. */
    public static Plan plan(AgroalDataSource queries, String schema, Statement question) throws SQLException {
        try (var connection = queries.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("set local search_path = " + schema + ", public");
            }
            try {
                return plan(connection, question);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Answers it in the connection's transaction, as it is set. */
    public static Plan plan(Connection connection, Statement question) throws SQLException {
        try (var explain = question.prepare(explaining(connection));
                var plan = explain.executeQuery()) {
            plan.next();
            return read(plan.getString(1));
        }
    }

    private static Connection explaining(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("prepareStatement")
                        ? connection.prepareStatement("explain (analyze, buffers, format json) " + arguments[0])
                        : method.invoke(connection, arguments));
    }

    private static Plan read(String json) {
        try {
            var plan = new ObjectMapper().readTree(json).get(0).get("Plan");
            return new Plan(
                    plan.get("Actual Rows").asLong(),
                    plan.get("Shared Hit Blocks").asLong()
                            + plan.get("Shared Read Blocks").asLong(),
                    json);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
