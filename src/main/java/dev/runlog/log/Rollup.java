package dev.runlog.log;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String OUT_OF_TIME = "57014";

    /** A fold that a crash undoes is done again: its notes come back with it. */
    private static final String NO_HASTE = "set local synchronous_commit = off";

    static final String LOCK = "update log_fold set folds = folds + 1 where fold_id = 1";

    /**
     * A run id holds its millisecond, counted from a midnight, above 22 bits: from it the first id of its day. What was
     * noted of a day that retention has dropped meanwhile is passed over.
     */
    private static final String FOLD = """
            with notes as (
                delete from log_arrival
                where arrival_id in (select arrival_id from log_arrival order by arrival_id limit ?)
                returning *),
            noted as materialized (
                select ((part.run_id >> 22) / 86400000 * 86400000) << 22 as day_id, part.run_id,
                       coalesce(part.connector_id, -1) as connector_id, part.minute, part.level, part.source,
                       part.fingerprint, part.entries, part.fresh, part.first_at, part.last_at
                from notes
                cross join unnest(run_ids, connector_ids, minutes, levels, sources, fingerprints, entries, fresh,
                                  notes.first_at, notes.last_at)
                    as part (run_id, connector_id, minute, level, source, fingerprint, entries, fresh,
                             first_at, last_at)),
            kept as materialized (
                select day_id
                from (select distinct day_id from noted) as days
                where 2 = (
                    select count(*)
                    from pg_inherits
                    where inhparent in ('log_count'::regclass, 'error_hour'::regclass)
                        and inhrelid::regclass::text ~ to_char(
                            timestamp '2020-01-01' + (day_id >> 22) * interval '1 ms', '_YYYYMMDD$'))),
            part as materialized (
                select * from noted where day_id in (select day_id from kept)),
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
                       fresh.fingerprint, entry.level, entry.source, %s
                from (select distinct run_id, fingerprint from part where fingerprint is not null) as fresh
                join run_error as error on error.run_id = fresh.run_id and error.fingerprint = fresh.fingerprint
                join log_entry as entry on entry.run_id = error.run_id and entry.seq = error.first_seq
                where not exists (select from error_group as known where known.fingerprint = fresh.fingerprint)
                order by fresh.fingerprint, fresh.run_id
                on conflict do nothing),
            places as (
                insert into error_place (fingerprint, connector_id, kind, value)
                select distinct error.fingerprint, run.connector_id, place.kind, place.value
                from (select distinct run_id, fingerprint from part where fingerprint is not null) as error
                join run on run.run_id = error.run_id
                cross join lateral (values (1::smallint, run.version), (2::smallint, run.site)) as place (kind, value)
                where run.connector_id is not null
                    and place.value is not null
                on conflict do nothing)
            select count(*) from notes
            """.replace("%s", ErrorGroupList.TITLE);

    private final Rows rows;
    private final AgroalDataSource database;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var folding = new Thread(work, "rollup");
        folding.setDaemon(true);
        return folding;
    });
    private CompletableFuture<Boolean> next;

    /** Only the thread that folds looks at it. */
    private int mostNotes = MOST_NOTES;

    Rollup(Rows rows, AgroalDataSource database) {
        this.rows = rows;
        this.database = database;
    }

    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        try {
            fold();
        } catch (Refusal | CompletionException failure) {
            LOG.debug("Notes are folded later", failure);
        }
    }

    /**
     * Folds all that was noted so far. However many ask, one folds, with one connection; the others share the first fold
     * that begins after they asked.
     *
     * @throws Refusal 503 where the database does not do it in time
     */
    void fold() {
        awaited()
                .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(inTime -> {
                    if (!inTime) {
                        throw Problems.unavailable("What has just arrived is not counted yet.");
                    }
                })
                .join();
    }

    /** The fold that begins next, as one that may time out alone. */
    private synchronized CompletableFuture<Boolean> awaited() {
        if (next == null) {
            try {
                thread.execute(this::foldAll);
            } catch (RejectedExecutionException over) {
                throw Problems.unavailable("The service is stopping.");
            }
            next = new CompletableFuture<>();
        }
        return next.copy();
    }

    private void foldAll() {
        CompletableFuture<Boolean> due;
        synchronized (this) {
            due = next;
            next = null;
        }
        try {
            while (isAnythingNoted() && foldSome() == mostNotes) {
                mostNotes = Math.min(MOST_NOTES, mostNotes * 2);
            }
            due.complete(true);
        } catch (SQLException failure) {
            fewerNextTime(failure);
            due.completeExceptionally(Problems.refusalOf(failure));
        } catch (RuntimeException failure) {
            due.completeExceptionally(Problems.refusalOf(failure));
        }
    }

    /** A note may hold much; where so many are too many for one statement, the next takes half. */
    private void fewerNextTime(SQLException failure) {
        if (OUT_OF_TIME.equals(failure.getSQLState())) {
            mostNotes = Math.max(1, mostNotes / 2);
            LOG.warnf("Counts lag behind: the next fold takes %d notes", mostNotes);
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

    private int foldSome(Connection connection) throws SQLException {
        try (var lock = connection.createStatement();
                var fold = connection.prepareStatement(FOLD)) {
            lock.execute(NO_HASTE);
            lock.execute(LOCK);
            fold.setInt(1, mostNotes);
            try (var count = fold.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
