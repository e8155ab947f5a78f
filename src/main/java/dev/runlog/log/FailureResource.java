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

/** The log entries that are failed Container API calls, across runs. */
@Path("/api/v1/failures")
@Tag(name = "Failures")
@RolesAllowed(Scope.READ_LOGS)
class FailureResource {
    private final LogLists entries;

    FailureResource(LogLists entries) {
        this.entries = entries;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE, Format.TEXT_TYPE, Format.CSV_TYPE})
    @Operation(operationId = "listFailures", summary = "List failed Container API calls across runs, newest first")
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
    @Parameter(name = "responseCode", ref = "responseCode")
    @Parameter(name = "method", ref = "method")
    @Parameter(name = "uri", ref = "uri")
    @Parameter(name = "sort", ref = "logSort")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "logFormat")
    @APIResponse(responseCode = "200", ref = "FailureList")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context RoutingContext routing) {
        return entries.failures(new Request(uri, headers, routing));
    }
}
