package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.ingest.GroupCommit.Outcome;
import dev.runlog.ingest.GroupCommit.Stored;
import dev.runlog.log.Arrivals;
import dev.runlog.log.LogRow;
import dev.runlog.log.LogStore;
import dev.runlog.log.Source;
import dev.runlog.platform.Retention;
import dev.runlog.platform.TimeOrderedId;
import dev.runlog.problem.Problems;
import dev.runlog.run.Connectors;
import dev.runlog.run.LoggedTimes;
import dev.runlog.run.RunKeys;
import dev.runlog.run.RunNews;
import dev.runlog.run.RunTallies;
import dev.runlog.run.RunTallies.Advance;
import dev.runlog.run.RunTallies.Advanced;
import dev.runlog.run.RunTallies.First;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The write path of log entries: in one transaction the runs, their tallies, the keys and all rows of all requests. */
@ApplicationScoped
class LogWrites {
    private static final int FEW = 256;
    private static final String FEW_ONLY = RunTallies.ADVANCE + ";" + LogStore.APPEND_FEW + ";";
    private static final String COMMIT = "; commit";

    private final RunKeys keys;
    private final RunTallies tallies;
    private final Connectors connectors;
    private final LogStore logs;
    private final IdempotencyStore idempotency;
    private final TimeOrderedId ids;
    private final Retention retention;
    private final RunNews news;
    private final Clock clock;
    private final GroupCommit<LogWrite> group;

    LogWrites(
            RunKeys keys,
            RunTallies tallies,
            Connectors connectors,
            LogStore logs,
            IdempotencyStore idempotency,
            TimeOrderedId ids,
            Retention retention,
            RunNews news,
            Clock clock,
            AgroalDataSource database,
            IntakeBudget budget,
            IngestConfig config) {
        this.keys = keys;
        this.tallies = tallies;
        this.connectors = connectors;
        this.logs = logs;
        this.idempotency = idempotency;
        this.ids = ids;
        this.retention = retention;
        this.news = news;
        this.clock = clock;
        this.group = new GroupCommit<>("log", database, budget, config, this::store);
    }

    /** Completes once the entries are committed; see {@link GroupCommit#commit}. */
    CompletionStage<Answer> commit(LogWrite write) {
        return group.commit(write);
    }

    /** As {@link #commit(LogWrite)}, but no longer than {@code most}. */
    CompletionStage<Answer> commit(LogWrite write, Duration most) {
        return group.commit(write, most);
    }

    /** See {@link GroupCommit#commitAll}. */
    List<CompletionStage<Answer>> commitAll(List<LogWrite> writes) {
        return group.commitAll(writes);
    }

    @PreDestroy
    void stop() {
        group.close();
    }

    private Stored store(Connection connection, List<LogWrite> writes) throws SQLException {
        var now = clock.instant();
        keys.prepare(now);
        var opened = keys.open(connection, processIds(writes), now);
        var used = new GroupKeys(idempotency, connection, writes, opened.runIds()::get);
        var owners = owners(connection, writes, opened);
        var runs = new TreeMap<Long, RunPart>();
        for (var write : writes) {
            var runId = opened.runIds().get(write.processId());
            if (owners.reach(write, runId)
                    && !retention.logsExpired(runId)
                    && used.replay(write, runId).isEmpty()) {
                runs.computeIfAbsent(runId, RunPart::new).add(write);
            }
        }
        var answers = append(connection, runs, owners, now, opened.made().isEmpty() && used.isEmpty());
        answers.forEach((write, answer) -> used.done(write, opened.runIds().get(write.processId()), answer));
        used.save(now);
        var outcomes = new ArrayList<Outcome>(writes.size());
        for (var write : writes) {
            var runId = opened.runIds().get(write.processId());
            outcomes.add(outcome(write, runId, answers.get(write), owners, used));
        }
        return new Stored(outcomes, () -> {
            keys.remember(opened);
            news.changed(opened.newRunIds());
            news.written(runs.keySet());
        });
    }

    private static Set<UUID> processIds(List<LogWrite> writes) {
        var processIds = new HashSet<UUID>();
        for (var write : writes) {
            processIds.add(write.processId());
        }
        return processIds;
    }

    /** @param answer to what was stored; null where it was not */
    private static Outcome outcome(LogWrite write, long runId, Answer answer, RunOwners owners, GroupKeys used) {
        if (!owners.reach(write, runId)) {
            return new Outcome.Refused(Access.outside());
        }
        return answer == null
                ? used.replay(write, runId).orElseGet(() -> new Outcome.Refused(Problems.logsExpired()))
                : new Outcome.Done(answer);
    }

    private RunOwners owners(Connection connection, List<LogWrite> writes, RunKeys.Opened opened) throws SQLException {
        return RunOwners.of(writes, opened, connectors, runIds -> tallies.connectors(connection, runIds));
    }

    /**
     * Numbers the entries of each run behind those it has and stores them; the lock order is that of the run ids.
     *
     * @param andCommit there is nothing else to do in the transaction
     */
    private Map<LogWrite, Answer> append(
            Connection connection, TreeMap<Long, RunPart> runs, RunOwners owners, Instant now, boolean andCommit)
            throws SQLException {
        var answers = new IdentityHashMap<LogWrite, Answer>();
        if (runs.isEmpty()) {
            return answers;
        }
        var arrivals = new Arrivals(tallies::connectorOf);
        runs.values().forEach(run -> run.writes.forEach(write -> arrivals.add(run.runId, write.rows())));
        var entries = runs.values().stream().mapToInt(run -> run.entries).sum();
        var advanced = entries <= FEW
                ? appendFew(connection, runs, arrivals, now, andCommit && owners.areSettled())
                : appendMany(connection, runs, arrivals, now);
        for (var run : runs.values()) {
            owners.recheck(run.writes, run.runId, advanced.get(run.runId).connectorId());
            int seq = advanced.get(run.runId).lastSeq() - run.entries;
            for (var write : run.writes) {
                seq += write.rows().size();
                answers.put(write, write.answer().apply(seq));
            }
        }
        return answers;
    }

    /** In one round trip. */
    private Map<Long, Advanced> appendFew(
            Connection connection, TreeMap<Long, RunPart> runs, Arrivals arrivals, Instant now, boolean andCommit)
            throws SQLException {
        var statements = FEW_ONLY + arrivals.sql() + (andCommit ? COMMIT : "");
        try (var statement = connection.prepareStatement(statements)) {
            var index = RunTallies.set(
                    statement, runs.values().stream().map(RunPart::advance).toList(), now);
            var blocks = runs.values().stream()
                    .flatMap(run -> run.writes.stream().map(write -> run.block(write, 0, null)))
                    .toList();
            arrivals.set(statement, LogStore.set(statement, index, blocks), ids.next());
            statement.execute();
            return tallies.advanced(statement);
        }
    }

    private Map<Long, Advanced> appendMany(
            Connection connection, TreeMap<Long, RunPart> runs, Arrivals arrivals, Instant now) throws SQLException {
        var advanced = tallies.advance(
                connection, runs.values().stream().map(RunPart::advance).toList(), now);
        var blocks = new ArrayList<LogStore.Block>();
        for (var run : runs.values()) {
            var tally = advanced.get(run.runId);
            int seq = tally.lastSeq() - run.entries;
            for (var write : run.writes) {
                blocks.add(run.block(write, seq + 1, tally.connectorId()));
                seq += write.rows().size();
            }
        }
        logs.append(connection, blocks);
        try (var statement = connection.prepareStatement(arrivals.sql())) {
            arrivals.set(statement, 1, ids.next());
            statement.execute();
        }
        return advanced;
    }

    /** What one group adds to one run; of several writes with the same key the first counts. */
    private static final class RunPart {
        private final long runId;
        private final List<LogWrite> writes = new ArrayList<>();
        private final HashSet<UUID> keys = new HashSet<>();
        private final int[] byLevel = new int[8];
        private final LoggedTimes times = new LoggedTimes();
        private int entries;
        private int apiFailures;
        private First firstError;
        private First firstCall;

        RunPart(long runId) {
            this.runId = runId;
        }

        void add(LogWrite write) {
            if (write.idempotency().isPresent()
                    && !keys.add(write.idempotency().get().key())) {
                return;
            }
            writes.add(write);
            write.rows().forEach(this::count);
        }

        private void count(LogRow row) {
            entries++;
            byLevel[row.severity().number()]++;
            times.add(row.loggedAt());
            if (row.source() == Source.CONTAINER_API) {
                apiFailures++;
                firstCall = firstCall == null ? new First(entries, row.fingerprint()) : firstCall;
            }
            if (firstError == null && row.severity().isErrorOrWorse()) {
                firstError = new First(entries, row.fingerprint());
            }
        }

        LogStore.Block block(LogWrite write, int firstSeq, Integer connectorId) {
            return new LogStore.Block(runId, firstSeq, connectorId, write.receivedAt(), write.rows());
        }

        Advance advance() {
            return new Advance(runId, byLevel, apiFailures, firstError, firstCall, times);
        }
    }
}
