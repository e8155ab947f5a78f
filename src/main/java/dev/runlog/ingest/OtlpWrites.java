package dev.runlog.ingest;

import dev.runlog.platform.Json;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
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

/** Commits what one OTLP request comes to: the registrations first, then the entries, a write for each run. */
@ApplicationScoped
class OtlpWrites {
    private final OtlpRuns runs;
    private final LogWrites logs;
    private final IntakeBudget budget;
    private final Vertx vertx;
    private final Json json;

    OtlpWrites(OtlpRuns runs, LogWrites logs, IntakeBudget budget, Vertx vertx, Json json) {
        this.runs = runs;
        this.logs = logs;
        this.budget = budget;
        this.vertx = vertx;
        this.json = json;
    }

    /**
     * One request.
     *
     * @param key what its Idempotency-Key is about, on each of its runs
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
     * Completes once all of it is committed, or with a {@link Refusal} of one of its writes; the others may be committed
     * then.
     */
    CompletionStage<Answer> commit(Request request) {
        var batch = request.batch();
        var known = runs.contradicted(batch.claims());
        if (known.isPresent()) {
            return commit(request, known.get());
        }
        var waiting = batch.runs().values().stream().mapToLong(LogWrite::weight).sum();
        budget.take(waiting);
        return vertx.executeBlocking(() -> runs.register(batch.claims(), request.writer(), batch::firstOf), false)
                .toCompletionStage()
                .whenComplete((done, failure) -> budget.give(waiting))
                .thenCompose(contradicted -> commit(request, contradicted));
    }

    private CompletionStage<Answer> commit(Request request, Set<UUID> contradicted) {
        var answer = new Answer(200, json.write(request.batch().answer(contradicted)));
        var answers = logs.commitAll(request.writes(answer)).stream()
                .map(CompletionStage::toCompletableFuture)
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .handle((all, failure) -> failure == null ? together(answer, answers) : refuse(answers));
    }

    /** Those that were committed before have the answer of then. */
    private static Answer together(Answer answer, List<CompletableFuture<Answer>> answers) {
        var all = answers.stream().map(CompletableFuture::join).toList();
        return !all.isEmpty() && all.stream().allMatch(Answer::replayed) ? all.get(0) : answer;
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
