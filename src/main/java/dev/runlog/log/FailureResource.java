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

/** The log entries that are failed Container API calls, across runs. */
@Path("/api/v1/failures")
@Tag(name = "Failures")
class FailureResource {
    private final Lists lists;
    private final LogFilter filters;
    private final Connectors connectors;

    FailureResource(Lists lists, LogFilter filters, Connectors connectors) {
        this.lists = lists;
        this.filters = filters;
        this.connectors = connectors;
    }

    @GET
    @Operation(operationId = "listFailures", summary = "List failed Container API calls across runs, newest first")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, RoutingContext routing) {
        return lists.answer(
                new Request(uri, headers, routing),
                LogLayout.OF_ENTRIES,
                parameters -> new LogList(
                        connectors,
                        LogFilter.ofCalls(parameters, filters.acrossRuns(parameters)),
                        parameters.sort(LogList.SORTS_ACROSS_RUNS)));
    }
}
