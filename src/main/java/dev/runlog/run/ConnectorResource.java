package dev.runlog.run;

import dev.runlog.access.Scope;
import dev.runlog.page.Filter;
import dev.runlog.page.Format;
import dev.runlog.page.Layout;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import dev.runlog.page.Rows;
import dev.runlog.platform.Utf8;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
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
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The connectors that have been seen. */
@Path("/api/v1/connectors")
@Tag(name = "Connectors")
@RolesAllowed(Scope.READ_RUNS)
class ConnectorResource {
    private final Lists lists;
    private final Rows rows;
    private final Sights sights;
    private final Clock clock;

    ConnectorResource(Lists lists, Rows rows, Sights sights, Clock clock) {
        this.lists = lists;
        this.rows = rows;
        this.sights = sights;
        this.clock = clock;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE})
    @Operation(operationId = "listConnectors", summary = "List the connectors seen, by name")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "format")
    @APIResponse(responseCode = "200", ref = "ConnectorList")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context RoutingContext routing) {
        return lists.answer(
                new Request(uri, headers, routing),
                Layout.plain(),
                parameters -> new ConnectorList(seen(), clock.instant()));
    }

    @GET
    @Path("/{connector}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getConnector", summary = "Get one connector")
    @APIResponse(responseCode = "200", ref = "Connector")
    public Connector get(@PathParam("connector") String name, @Context UriInfo uri) {
        Parameters.of(uri, clock.instant()).check();
        var list = new ConnectorList(seen().and("c.name = :name", "name", Utf8.storable(name)), clock.instant());
        return rows.one(list.rows(Optional.empty(), 1), list::read)
                .orElseThrow(
                        () -> new Refusal(ProblemCode.CONNECTOR_NOT_FOUND, "No connector of this name has been seen."));
    }

    private Filter seen() {
        return sights.seen().ofConnectors("c.connector_id", Set.of());
    }
}
