package dev.runlog.log;

import dev.runlog.access.Scope;
import dev.runlog.page.Format;
import dev.runlog.page.Lists.Request;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What connectors said, across runs. */
@Path("/api/v1/logs")
@Tag(name = "Logs")
@RolesAllowed(Scope.READ_LOGS)
class LogResource {
    private final LogLists entries;

    LogResource(LogLists entries) {
        this.entries = entries;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE, Format.TEXT_TYPE, Format.CSV_TYPE})
    @Operation(operationId = "listLogs", summary = "List log entries across runs, newest first")
    @Parameter(name = "connector", ref = "connector")
    @Parameter(name = "site", ref = "site")
    @Parameter(name = "version", ref = "version")
    @Parameter(name = "processId", ref = "processId")
    @Parameter(name = "level", ref = "level")
    @Parameter(name = "minLevel", ref = "minLevel")
    @Parameter(name = "source", ref = "source")
    @Parameter(name = "q", ref = "q")
    @Parameter(name = "from", ref = "loggedFrom")
    @Parameter(name = "to", ref = "loggedTo")
    @Parameter(name = "fingerprint", ref = "fingerprint")
    @Parameter(name = "sort", ref = "logSort")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "logFormat")
    @APIResponse(responseCode = "200", ref = "LogEntryList")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context RoutingContext routing) {
        return entries.logs(new Request(uri, headers, routing));
    }
}
