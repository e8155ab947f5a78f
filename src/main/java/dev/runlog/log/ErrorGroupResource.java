package dev.runlog.log;

import dev.runlog.access.Scope;
import dev.runlog.page.Format;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Errors that are the same but for what varies. */
@Path("/api/v1/error-groups")
@Tag(name = "Error groups")
@RolesAllowed(Scope.READ_LOGS)
class ErrorGroupResource {
    private final ErrorGroups groups;
    private final Clock clock;

    ErrorGroupResource(ErrorGroups groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE})
    @Operation(operationId = "listErrorGroups", summary = "List error groups, last seen first")
    @Parameter(name = "connector", ref = "connector")
    @Parameter(name = "site", ref = "site")
    @Parameter(name = "version", ref = "version")
    @Parameter(name = "processId", ref = "processId")
    @Parameter(name = "level", ref = "level")
    @Parameter(name = "minLevel", ref = "minLevel")
    @Parameter(name = "source", ref = "source")
    @Parameter(name = "q", ref = "titleQ")
    @Parameter(name = "from", ref = "seenFrom")
    @Parameter(name = "to", ref = "seenTo")
    @Parameter(name = "fingerprint", ref = "fingerprint")
    @Parameter(name = "sort", ref = "groupSort")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "format")
    @APIResponse(responseCode = "200", ref = "ErrorGroupList")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context RoutingContext routing) {
        return groups.list(new Request(uri, headers, routing));
    }

    @GET
    @Path("/{fingerprint}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getErrorGroup", summary = "Get one error group, over all that is kept")
    @APIResponse(responseCode = "200", ref = "ErrorGroup")
    public ErrorGroup get(@PathParam("fingerprint") String fingerprint, @Context UriInfo uri) {
        Parameters.of(uri, clock.instant()).check();
        return groups.get(fingerprint);
    }
}
