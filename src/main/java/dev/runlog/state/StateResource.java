package dev.runlog.state;

import dev.runlog.access.Scope;
import dev.runlog.page.Conditional;
import dev.runlog.page.Format;
import dev.runlog.page.Layout;
import dev.runlog.page.Layout.Column;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import dev.runlog.run.Sights;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Builds, syncs and deployments, by whose they are and how they stand. */
@Path("/api/v1/states")
@Tag(name = "States")
@RolesAllowed(Scope.READ_RUNS)
class StateResource {
    private static final Layout<State> LAYOUT = new Layout<>(
            null,
            List.of(
                    new Column<>("stateId", State::stateId),
                    new Column<>("connector", State::connector),
                    new Column<>("version", State::version),
                    new Column<>("name", State::name),
                    new Column<>("status", State::status),
                    new Column<>("terminal", State::terminal),
                    new Column<>("ownerId", State::ownerId),
                    new Column<>("createdAt", State::createdAt),
                    new Column<>("updatedAt", State::updatedAt),
                    new Column<>("finishedAt", State::finishedAt),
                    new Column<>("detail", State::detail)));

    private final StateStore states;
    private final StateRows reader;
    private final Sights sights;
    private final Lists lists;
    private final Conditional conditional;
    private final Clock clock;

    StateResource(
            StateStore states, StateRows reader, Sights sights, Lists lists, Conditional conditional, Clock clock) {
        this.states = states;
        this.reader = reader;
        this.sights = sights;
        this.lists = lists;
        this.conditional = conditional;
        this.clock = clock;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE, Format.CSV_TYPE})
    @Operation(operationId = "listStates", summary = "List states, newest first")
    @Parameter(name = "connector", ref = "connector")
    @Parameter(name = "status", ref = "stateStatus")
    @Parameter(name = "name", ref = "name")
    @Parameter(name = "ownerId", ref = "ownerId")
    @Parameter(name = "version", ref = "version")
    @Parameter(name = "stateId", ref = "stateId")
    @Parameter(name = "from", ref = "createdFrom")
    @Parameter(name = "to", ref = "createdTo")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "tableFormat")
    @APIResponse(responseCode = "200", ref = "StateList")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context RoutingContext routing) {
        return lists.answer(
                new Request(uri, headers, routing),
                LAYOUT,
                parameters -> StateList.of(parameters, reader, sights.seen()));
    }

    @GET
    @Path("/{stateId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getState", summary = "Get one state with its history")
    @Parameter(name = "If-None-Match", ref = "ifNoneMatch")
    @APIResponse(responseCode = "200", ref = "State")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public Response get(@PathParam("stateId") String stateId, @Context UriInfo uri, @Context HttpHeaders headers) {
        Parameters.of(uri, clock.instant()).check();
        return conditional.answer(headers, states.get(sights.seen(), stateId));
    }
}
