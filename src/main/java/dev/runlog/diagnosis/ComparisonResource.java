package dev.runlog.diagnosis;

import dev.runlog.access.Scope;
import dev.runlog.page.Parameters;
import dev.runlog.run.RunStore;
import dev.runlog.run.Sights;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A run beside the last one that went well. */
@Path("/api/v1/runs/{processId}/comparison")
@Tag(name = "Diagnosis")
@RolesAllowed(Scope.READ_LOGS)
class ComparisonResource {
    private final RunStore runs;
    private final Sights sights;
    private final Comparisons comparisons;
    private final Clock clock;

    ComparisonResource(RunStore runs, Sights sights, Comparisons comparisons, Clock clock) {
        this.runs = runs;
        this.sights = sights;
        this.comparisons = comparisons;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "compareRun", summary = "Compare a run with the last good one of its connector and site")
    @APIResponse(responseCode = "200", ref = "Comparison")
    public Comparison compare(@PathParam("processId") String processId, @Context UriInfo uri) {
        var seen = sights.seen();
        var runId = runs.idOf(seen, processId);
        Parameters.of(uri, clock.instant()).check();
        return comparisons.of(seen, runId);
    }
}
