package dev.runlog.log;

import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.run.Connectors;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What connectors said, across runs. */
@Path("/api/v1/logs")
@Tag(name = "Logs")
class LogResource {
    private final Lists lists;
    private final LogFilter filters;
    private final Connectors connectors;

    LogResource(Lists lists, LogFilter filters, Connectors connectors) {
        this.lists = lists;
        this.filters = filters;
        this.connectors = connectors;
    }

    @GET
    @Operation(operationId = "listLogs", summary = "List log entries across runs, newest first")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, RoutingContext routing) {
        return lists.answer(
                new Request(uri, headers, routing),
                LogLayout.OF_ENTRIES,
                parameters -> new LogList(
                        connectors, filters.acrossRuns(parameters), parameters.sort(LogList.SORTS_ACROSS_RUNS)));
    }
}
