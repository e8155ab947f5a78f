package dev.runlog.log;

import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.run.Connectors;
import dev.runlog.run.RunStore;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What one run said. */
@Path("/api/v1/runs/{processId}/logs")
@Tag(name = "Logs")
class RunLogResource {
    private final Lists lists;
    private final LogFilter filters;
    private final Connectors connectors;
    private final RunStore runs;

    RunLogResource(Lists lists, LogFilter filters, Connectors connectors, RunStore runs) {
        this.lists = lists;
        this.filters = filters;
        this.connectors = connectors;
        this.runs = runs;
    }

    @GET
    @Operation(operationId = "listRunLogs", summary = "List the log entries of one run, in the order received")
    public Response list(
            @PathParam("processId") String processId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            RoutingContext routing) {
        var runId = runs.idOf(processId);
        return lists.answer(
                new Request(uri, headers, routing),
                LogLayout.OF_ENTRIES,
                parameters -> new LogList(
                        connectors, filters.ofRun(runId, parameters), parameters.sort(LogList.SORTS_OF_RUN)));
    }
}
