package dev.runlog.diagnosis;

import dev.runlog.access.Scope;
import dev.runlog.page.Format;
import dev.runlog.page.Layout;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.run.RunStore;
import dev.runlog.run.Sights;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Everything of a run, and its connector's states during it, in one order of time. */
@Path("/api/v1/runs/{processId}/timeline")
@Tag(name = "Diagnosis")
@RolesAllowed(Scope.READ_LOGS)
class TimelineResource {
    private final RunStore runs;
    private final Sights sights;
    private final Timelines timelines;
    private final Lists lists;

    TimelineResource(RunStore runs, Sights sights, Timelines timelines, Lists lists) {
        this.runs = runs;
        this.sights = sights;
        this.timelines = timelines;
        this.lists = lists;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE})
    @Operation(
            operationId = "listTimeline",
            summary = "List all that happened to a run, in one order of time",
            description = "Entries stand where they were written by their sender's clock, and no later than they were"
                    + " received; lines where they were received; the run's start and end and the changes of states at"
                    + " their own times. `at` never goes back. Between a great many failed calls that are left out by"
                    + " `source` a page may end early, with no items even: `nextCursor` goes on.")
    @Parameter(name = "source", ref = "timelineSource")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "format")
    @APIResponse(responseCode = "200", ref = "TimelineItemList")
    public Response list(
            @PathParam("processId") String processId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context RoutingContext routing) {
        var seen = sights.seen();
        var runId = runs.idWithLogs(seen, processId);
        return lists.answer(
                new Request(uri, headers, routing),
                Layout.plain(),
                parameters -> timelines.of(seen, runId, parameters));
    }
}
