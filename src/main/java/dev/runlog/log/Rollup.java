package dev.runlog.log;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.problem.Problems;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Folds what groups of writes noted (see {@link Arrivals}) into counts by minute and hour and into error groups. One
 * statement takes notes away and adds what they say, so each counts once, whoever folds and whatever fails. Who reads
 * the counts folds first, and so sees everything that was committed before.
 */
@ApplicationScoped
class Rollup {
    private static final Logger LOG = Logger.getLogger(Rollup.class);
    private static final int MOST_NOTES = 2_000;
    private static final String LOCK = "update log_fold set folds = folds + 1 where fold_id = 1";

    /** A run id holds its millisecond, counted from a midnight, above 22 bits: from it the first id of its day. */
    private static final String FOLD = """
            with notes as (
                delete from log_arrival
                where arrival_id in (select arrival_id from log_arrival order by arrival_id limit ?)
                returning *),
            part as materialized (
                select ((part.run_id >> 22) / 86400000 * 86400000) << 22 as day_id, part.run_id,
                       coalesce(part.connector_id, -1) as connector_id, part.minute, part.level, part.source,
                       part.fingerprint, part.entries, part.fresh, part.first_at, part.last_at
                from notes
                cross join unnest(run_ids, connector_ids, minutes, levels, sources, fingerprints, entries, fresh,
                                  notes.first_at, notes.last_at)
                    as part (run_id, connector_id, minute, level, source, fingerprint, entries, fresh,
                             first_at, last_at)),
            counted as (
                insert into log_count (run_id, connector_id, span, start_minute, level, source, entries)
                select day_id, owner, span, minute / span * span, level, source, sum(entries)
                from part
                cross join (values (1::smallint), (60::smallint)) as spans (span)
                cross join lateral (values (connector_id), (0)) as owners (owner)
                group by day_id, owner, span, minute / span * span, level, source
                having sum(entries) <> 0
                on conflict (connector_id, span, start_minute, level, source, run_id) do update
                set entries = log_count.entries + excluded.entries),
            errors as (
                insert into error_hour (run_id, fingerprint, connector_id, hour, entries, runs, first_at, last_at)
                select day_id, fingerprint, connector_id, minute / 60, sum(entries), sum(fresh),
                       min(first_at), max(last_at)
                from part
                where fingerprint is not null
                group by day_id, fingerprint, connector_id, minute / 60
                on conflict (fingerprint, connector_id, hour, run_id) do update
                set entries  = error_hour.entries + excluded.entries,
                    runs     = error_hour.runs + excluded.runs,
                    first_at = least(error_hour.first_at, excluded.first_at),
                    last_at  = greatest(error_hour.last_at, excluded.last_at)),
            groups as (
                insert into error_group (fingerprint, level, source, title)
                select distinct on (fresh.fingerprint)
                       fresh.fingerprint, entry.level, entry.source, left(split_part(entry.message, E'\\n', 1), 200)
                from (select distinct run_id, fingerprint from part where fingerprint is not null) as fresh
                join run_error as error on error.run_id = fresh.run_id and error.fingerprint = fresh.fingerprint
                join log_entry as entry on entry.run_id = error.run_id and entry.seq = error.first_seq
                where not exists (select from error_group as known where known.fingerprint = fresh.fingerprint)
                order by fresh.fingerprint, fresh.run_id
                on conflict do nothing),
            places as (
                insert into error_place (fingerprint, connector_id, kind, value)
                select distinct part.fingerprint, run.connector_id, place.kind, place.value
                from part
                join run on run.run_id = part.run_id
                cross join lateral (values (1::smallint, run.version), (2::smallint, run.site)) as place (kind, value)
                where part.fingerprint is not null
                    and run.connector_id is not null
                    and place.value is not null
                on conflict do nothing)
            select count(*) from notes
            """;

    private final Rows rows;
    private final AgroalDataSource database;

    Rollup(Rows rows, AgroalDataSource database) {
        this.rows = rows;
        this.database = database;
    }

    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            fold();
        } catch (RuntimeException failure) {
            LOG.debug("Notes are folded later", failure);
        }
    }

    /**
     * Folds all that was noted so far, waiting for whoever folds already.
     *
     * @throws dev.runlog.problem.Refusal 503 where the database does not do it in time
     */
    void fold() {
        try {
            for (int folded = MOST_NOTES; folded == MOST_NOTES && isAnythingNoted(); ) {
                folded = foldSome();
            }
        } catch (SQLException failure) {
            throw Problems.refusalOf(failure);
        }
    }

    private boolean isAnythingNoted() {
        return rows.one(new Statement("select exists (select 1 from log_arrival)"), row -> row.getBoolean(1))
                .orElseThrow();
    }

    private int foldSome() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var folded = foldSome(connection);
                connection.commit();
                return folded;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static int foldSome(Connection connection) throws SQLException {
        try (var lock = connection.createStatement();
                var fold = connection.prepareStatement(FOLD)) {
            lock.execute(LOCK);
            fold.setInt(1, MOST_NOTES);
            try (var count = fold.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }
}
