package dev.runlog.log;

import dev.runlog.access.Scope;
import dev.runlog.page.Format;
import dev.runlog.page.Lists.Request;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What one run said. */
@Path("/api/v1/runs/{processId}/logs")
@Tag(name = "Logs")
@RolesAllowed(Scope.READ_LOGS)
class RunLogResource {
    private final LogLists entries;

    RunLogResource(LogLists entries) {
        this.entries = entries;
    }

    @GET
    @Blocking
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE, Format.TEXT_TYPE, Format.CSV_TYPE})
    @Operation(operationId = "listRunLogs", summary = "List the log entries of one run, in the order received")
    @Parameter(name = "level", ref = "level")
    @Parameter(name = "minLevel", ref = "minLevel")
    @Parameter(name = "source", ref = "source")
    @Parameter(name = "q", ref = "q")
    @Parameter(name = "from", ref = "loggedFrom")
    @Parameter(name = "to", ref = "loggedTo")
    @Parameter(name = "fingerprint", ref = "fingerprint")
    @Parameter(name = "afterSeq", ref = "afterSeq")
    @Parameter(name = "wait", ref = "wait")
    @Parameter(name = "sort", ref = "runLogSort")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "logFormat")
    @APIResponse(responseCode = "200", ref = "LogEntryList")
    public CompletionStage<Response> list(
            @PathParam("processId") String processId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context RoutingContext routing) {
        return entries.logs(processId, new Request(uri, headers, routing));
    }
}
