package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import dev.runlog.run.Connectors;
import dev.runlog.run.RunStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;

/** The lists of entries: all of them or the failed calls among them, across runs or of one. */
@ApplicationScoped
class LogLists {
    private final Lists lists;
    private final LogFilter filters;
    private final Connectors connectors;
    private final RunStore runs;

    LogLists(Lists lists, LogFilter filters, Connectors connectors, RunStore runs) {
        this.lists = lists;
        this.filters = filters;
        this.connectors = connectors;
        this.runs = runs;
    }

    Response logs(Request request) {
        return answer(request, filters::acrossRuns, LogList.SORTS_ACROSS_RUNS);
    }

    Response failures(Request request) {
        return answer(
                request,
                parameters -> LogFilter.ofCalls(parameters, filters.acrossRuns(parameters)),
                LogList.SORTS_ACROSS_RUNS);
    }

    /** @throws dev.runlog.problem.Refusal 404 where the run has not been seen, 410 where its logs have expired */
    Response logs(String processId, Request request) {
        var runId = runs.idWithLogs(processId);
        return answer(request, parameters -> filters.ofRun(runId, parameters), LogList.SORTS_OF_RUN);
    }

    /** @throws dev.runlog.problem.Refusal 404 where the run has not been seen, 410 where its logs have expired */
    Response failures(String processId, Request request) {
        var runId = runs.idWithLogs(processId);
        return answer(
                request,
                parameters -> LogFilter.ofCalls(parameters, filters.ofRun(runId, parameters)),
                LogList.SORTS_OF_RUN);
    }

    private Response answer(Request request, Function<Parameters, Filter> narrowing, List<String> sorts) {
        return lists.answer(
                request,
                LogLayout.OF_ENTRIES,
                parameters -> new LogList(connectors, narrowing.apply(parameters), parameters.sort(sorts)));
    }
}
