package dev.runlog.log;

import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import dev.runlog.platform.AnswerEnd;
import dev.runlog.run.Connectors;
import dev.runlog.run.RunStore;
import dev.runlog.run.Sights;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The lists of entries: all of them or the failed calls among them, across runs or of one. */
@ApplicationScoped
class LogLists {
    private static final int MOST_WAIT_SECONDS = 30;

    private final Lists lists;
    private final LogFilter filters;
    private final Connectors connectors;
    private final RunStore runs;
    private final Sights sights;
    private final LogTails tails;

    LogLists(Lists lists, LogFilter filters, Connectors connectors, RunStore runs, Sights sights, LogTails tails) {
        this.lists = lists;
        this.filters = filters;
        this.connectors = connectors;
        this.runs = runs;
        this.sights = sights;
        this.tails = tails;
    }

    Response logs(Request request) {
        return acrossRuns(request, filters::acrossRuns);
    }

    Response failures(Request request) {
        return acrossRuns(request, filters::ofCalls);
    }

    /**
     * Entries of one run, at once or, with {@code wait}, when there is one.
     *
     * @throws dev.runlog.problem.Refusal 404 where the run has not been seen, 410 where its logs have expired
     */
    CompletionStage<Response> logs(String processId, Request request) {
        var runId = runs.idWithLogs(sights.seen(), processId);
        var asked = lists.asked(request, LogLayout.OF_ENTRIES, parameters -> {
            waitSeconds(parameters);
            return new LogList(connectors, LogFilter.ofRun(runId, parameters), parameters.sort(LogList.SORTS_OF_RUN));
        });
        var seconds = waitSeconds(asked.parameters());
        return seconds == 0
                ? CompletableFuture.completedStage(asked.answer())
                : firstEntry(runId, asked.parameters(), request.routing(), seconds)
                        .thenCompose(over -> request.routing()
                                .vertx()
                                .executeBlocking(asked::answer, false)
                                .toCompletionStage());
    }

    private static long waitSeconds(Parameters parameters) {
        return parameters.number("wait", 0, MOST_WAIT_SECONDS).orElse(0);
    }

    /** Completes when there is one, when the time is over, or when there is nobody to answer. */
    private CompletionStage<Void> firstEntry(long runId, Parameters parameters, RoutingContext routing, long seconds) {
        var first = new FirstEntry();
        var afterSeq = LogFilter.afterSeq(parameters).orElse(0);
        var tail = tails.follow(runId, LogFilter.ofTail(runId, parameters), afterSeq, first);
        AnswerEnd.of(routing, first::close);
        return first.over()
                .completeOnTimeout(null, seconds, TimeUnit.SECONDS)
                .whenComplete((over, failure) -> tails.leave(tail));
    }

    /** @throws dev.runlog.problem.Refusal 404 where the run has not been seen, 410 where its logs have expired */
    Response failures(String processId, Request request) {
        var runId = runs.idWithLogs(sights.seen(), processId);
        return lists.answer(
                request,
                LogLayout.OF_ENTRIES,
                parameters -> new LogList(
                        connectors, LogFilter.ofCallsOfRun(runId, parameters), parameters.sort(LogList.SORTS_OF_RUN)));
    }

    private Response acrossRuns(Request request, Function<Parameters, LogFilter.Selection> asked) {
        return lists.answer(request, LogLayout.OF_ENTRIES, parameters -> {
            var sort = parameters.sort(LogList.SORTS_ACROSS_RUNS);
            return new LogList(connectors, asked.apply(parameters), sort);
        });
    }
}
