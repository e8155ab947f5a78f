package dev.runlog.ingest;

import dev.runlog.ingest.IdempotencyStore.Owned;
import dev.runlog.platform.Json;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Commits what one OTLP request comes to: the claim to its key and the registrations first, then the entries, a write for
 * each run.
 */
@ApplicationScoped
class OtlpWrites {
    private final OtlpRuns runs;
    private final LogWrites logs;
    private final IdempotencyStore idempotency;
    private final IntakeBudget budget;
    private final Vertx vertx;
    private final Json json;

    OtlpWrites(
            OtlpRuns runs, LogWrites logs, IdempotencyStore idempotency, IntakeBudget budget, Vertx vertx, Json json) {
        this.runs = runs;
        this.logs = logs;
        this.idempotency = idempotency;
        this.budget = budget;
        this.vertx = vertx;
        this.json = json;
    }

    /**
     * One request.
     *
     * @param key its caller's own, for the request and for each of its runs
     */
    record Request(Writer writer, OtlpBatch batch, Instant receivedAt, Optional<Idempotency> key) {
        private List<LogWrite> writes(Answer answer) {
            var writes = new ArrayList<LogWrite>();
            batch.runs()
                    .forEach((run, rows) ->
                            writes.add(new LogWrite(writer, run, rows, receivedAt, key, lastSeq -> answer)));
            return writes;
        }
    }

    /**
     * What has to be known before the entries are committed.
     *
     * @param contradicted runs that are registered otherwise
     * @param repeated the key has come with the same body before
     */
    private record Prepared(Set<UUID> contradicted, boolean repeated) {}

    /**
     * Completes once all of it is committed, or with a {@link Refusal} of one of its writes; the others may be committed
     * then.
     */
    CompletionStage<Answer> commit(Request request) {
        var batch = request.batch();
        var known = runs.contradicted(batch.claims());
        if (known.isPresent() && request.key().isEmpty()) {
            return commit(request, new Prepared(known.get(), false));
        }
        var waiting = batch.runs().values().stream().mapToLong(LogWrite::weight).sum();
        budget.take(waiting);
        return vertx.executeBlocking(() -> prepare(request), false)
                .toCompletionStage()
                .whenComplete((done, failure) -> budget.give(waiting))
                .thenCompose(prepared -> commit(request, prepared));
    }

    /** Waits for the database. */
    private Prepared prepare(Request request) throws SQLException {
        var key = request.key();
        var repeated = key.isPresent() && idempotency.claim(Owned.OTLP, key.get(), request.receivedAt());
        var batch = request.batch();
        return new Prepared(runs.register(batch.claims(), request.writer(), batch::firstOf), repeated);
    }

    private CompletionStage<Answer> commit(Request request, Prepared prepared) {
        var answer = new Answer(200, json.write(request.batch().answer(prepared.contradicted())));
        var answers = logs.commitAll(request.writes(answer)).stream()
                .map(CompletionStage::toCompletableFuture)
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .handle((all, failure) ->
                        failure == null ? together(answer, prepared.repeated(), answers) : refuse(answers));
    }

    /** Those that were committed before have the answer of then; where nothing was to be, it is always the same. */
    private static Answer together(Answer answer, boolean repeated, List<CompletableFuture<Answer>> answers) {
        var all = answers.stream().map(CompletableFuture::join).toList();
        if (all.isEmpty()) {
            return repeated ? answer.asReplay() : answer;
        }
        return all.stream().allMatch(Answer::replayed) ? all.get(0) : answer;
    }

    /** With what asks the sender to come again, if any does: all else would lose it what is to be sent again. */
    private static Answer refuse(List<CompletableFuture<Answer>> answers) {
        throw answers.stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .map(OtlpWrites::refusalOf)
                .max(Comparator.comparingInt(refusal -> refusal.code().status()))
                .orElseThrow();
    }

    private static Refusal refusalOf(CompletableFuture<Answer> failed) {
        try {
            failed.join();
            throw new IllegalStateException("It has not failed.");
        } catch (CompletionException failure) {
            return Problems.refusalOf(failure);
        }
    }
}
