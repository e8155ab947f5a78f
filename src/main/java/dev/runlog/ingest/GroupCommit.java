package dev.runlog.ingest;

import dev.runlog.platform.DeadConnections;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Commits the writes of many requests in one transaction. A writer takes all that wait, up to a bound, so a lone write
 * waits for nothing and a crowd shares one commit. Writes of one run that are alike in size go to one writer and keep
 * their order. A caller is answered after the commit, never before. Safe for concurrent use: each writer has a queue and a connection of its own.
 */
final class GroupCommit<W extends GroupCommit.Write> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final int MOST_TRIES = 3;

    private final AgroalDataSource database;
    private final IntakeBudget budget;
    private final Store<W> store;
    private final IngestConfig config;
    private final WriteQueue<Pending<W>> small;
    private final List<WriteQueue<Pending<W>>> large = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** One request's part. */
    interface Write {
        /** Writes with the same spread share a writer, unless they are small. */
        int spread();

        /**
         * Small writes share a writer of their own: together they make larger groups, and none waits for a group of
         * large ones.
         */
        boolean isSmall();

        /** What it takes of the {@link IntakeBudget} until it is committed, in bytes. */
        long weight();

        /** The answer of the benchmark that stores nothing: as if it were its run's first. */
        Answer unstored();
    }

    /** What became of one write of a group that is about to be committed. */
    sealed interface Outcome {
        record Done(Answer answer) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * @param outcomes one a write, in their order
     * @param afterCommit what must not happen before the commit
     */
    record Stored(List<Outcome> outcomes, Runnable afterCommit) {}

    /** Stores a group's writes through one connection, without committing. */
    @FunctionalInterface
    interface Store<W> {
        Stored store(Connection connection, List<W> writes) throws SQLException;
    }

    GroupCommit(String name, AgroalDataSource database, IntakeBudget budget, IngestConfig config, Store<W> store) {
        this.database = database;
        this.budget = budget;
        this.store = store;
        this.config = config;
        this.small = new WriteQueue<>(config.queueRequests());
        if (config.discard()) {
            LOG.warnf("runlog.ingest.discard is on: what comes in as %s is thrown away", name);
        }
        for (int i = 0; i < config.writers(); i++) {
            large.add(new WriteQueue<>(config.queueRequests()));
            start(name + "-writer-" + i, new Writer(large.get(i)));
        }
        start(name + "-small-writer", new Writer(small));
    }

    private void start(String name, Writer writer) {
        var thread = new Thread(writer, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static final class Pending<W> {
        private final W write;
        private final long weight;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        Pending(W write, long weight) {
            this.write = write;
            this.weight = weight;
        }
    }

    /** As {@link #commit(Write, Duration)}, with the configured time. */
    CompletionStage<Answer> commit(W write) {
        return commit(write, config.answerTimeout());
    }

    /**
     * Completes once the write is committed, or with a {@link Refusal}: 503 where the database does not commit it, or not
     * within {@code most}. What no writer has begun with by then is dropped; the rest may still be committed.
     *
     * @throws Refusal 503 where too much waits
     */
    CompletionStage<Answer> commit(W write, Duration most) {
        if (config.discard()) {
            return CompletableFuture.completedStage(write.unstored());
        }
        var pending = new Pending<>(write, write.weight());
        budget.take(pending.weight);
        try {
            queueOf(write).offer(pending, pending.weight);
        } catch (Refusal full) {
            budget.give(pending.weight);
            throw full;
        }
        return answerOf(pending, most);
    }

    /**
     * Each as by {@link #commit(Write)}, in their order; all of them wait, or none.
     *
     * @throws Refusal 503 where too much waits
     */
    List<CompletionStage<Answer>> commitAll(List<W> writes) {
        if (config.discard()) {
            return writes.stream().map(this::commit).toList();
        }
        var weight = writes.stream().mapToLong(Write::weight).sum();
        budget.take(weight);
        try {
            writes.forEach(write -> queueOf(write).requireRoom());
        } catch (Refusal full) {
            budget.give(weight);
            throw full;
        }
        var answers = new ArrayList<CompletionStage<Answer>>();
        for (var write : writes) {
            var pending = new Pending<>(write, write.weight());
            queueOf(write).add(pending, pending.weight);
            answers.add(answerOf(pending, config.answerTimeout()));
        }
        return answers;
    }

    private static CompletionStage<Answer> answerOf(Pending<?> pending, Duration most) {
        return pending.answer.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS).handle(GroupCommit::answered);
    }

    private WriteQueue<Pending<W>> queueOf(W write) {
        return write.isSmall() ? small : large.get(Math.floorMod(write.spread(), large.size()));
    }

    private static Answer answered(Answer answer, Throwable failure) {
        if (failure == null) {
            return answer;
        }
        throw failure instanceof TimeoutException
                ? Problems.unavailable("The write was not committed in time.")
                : Problems.refusalOf(failure);
    }

    private final class Writer implements Runnable {
        private final WriteQueue<Pending<W>> queue;

        Writer(WriteQueue<Pending<W>> queue) {
            this.queue = queue;
        }

        @Override
        public void run() {
            for (var group = next(); !group.isEmpty(); group = next()) {
                var awaited = group.stream()
                        .filter(pending -> !pending.answer.isDone())
                        .toList();
                try {
                    if (!awaited.isEmpty()) {
                        commit(awaited, 1);
                    }
                } catch (RuntimeException | Error failure) {
                    LOG.error("A writer goes on behind what was not foreseen", failure);
                    awaited.forEach(pending -> pending.answer.completeExceptionally(failure));
                }
                budget.give(group.stream().mapToLong(pending -> pending.weight).sum());
            }
        }

        private List<Pending<W>> next() {
            return queue.take(config.groupRequests(), config.groupBytes().asLongValue());
        }
    }

    /** Commits a group; where it fails, its writes are tried singly, so that only the guilty one fails. */
    private void commit(List<Pending<W>> group, int tries) {
        try {
            attempt(group);
        } catch (SQLException | RuntimeException | Error failure) {
            var lone = group.size() == 1;
            if (failure instanceof SQLException sql && Problems.isConnectionLost(sql)) {
                DeadConnections.flush(database);
            }
            if (failure instanceof SQLException sql && Problems.isUnreachable(sql)
                    || lone && (tries == MOST_TRIES || isOutOfTime(failure))) {
                group.forEach(pending -> pending.answer.completeExceptionally(failure));
                return;
            }
            LOG.debugf("A group of %d writes failed (%s)", group.size(), failure.getClass());
            group.forEach(pending -> commit(List.of(pending), lone ? tries + 1 : 1));
        }
    }

    /** It has waited long enough: for a lock (55P03) or for the statement as a whole (57014). */
    private static boolean isOutOfTime(Throwable failure) {
        return failure instanceof SQLException sql
                && Set.of("55P03", "57014").contains(String.valueOf(sql.getSQLState()));
    }

    private void attempt(List<Pending<W>> group) throws SQLException {
        var stored = committed(group.stream().map(pending -> pending.write).toList());
        // From here on nothing may lead to another try: it would store everything twice.
        try {
            for (int i = 0; i < group.size(); i++) {
                answer(group.get(i), stored.outcomes().get(i));
            }
            stored.afterCommit().run();
        } catch (RuntimeException | Error failure) {
            LOG.error("What follows a commit failed; the writes are safe", failure);
        }
    }

    private Stored committed(List<W> writes) throws SQLException {
        var connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            var stored = store.store(connection, writes);
            connection.commit();
            return stored;
        } catch (SQLException | RuntimeException | Error failure) {
            rollback(connection, failure);
            throw failure;
        } finally {
            close(connection);
        }
    }

    /** The pool finds out by itself what is wrong with a connection that cannot be given back. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException failure) {
            LOG.debug("A connection could not be given back", failure);
        }
    }

    private void answer(Pending<W> pending, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            pending.answer.complete(done.answer());
        } else if (outcome instanceof Outcome.Refused refused) {
            pending.answer.completeExceptionally(refused.refusal());
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    /** Takes nothing more, commits what waits, then stops. */
    @Override
    public void close() {
        small.close();
        large.forEach(WriteQueue::close);
        for (var thread : threads) {
            try {
                thread.join(config.answerTimeout().toMillis());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
