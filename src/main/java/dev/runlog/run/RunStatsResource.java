package dev.runlog.run;

import dev.runlog.access.Scope;
import dev.runlog.page.Parameters;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How runs ended, over time. */
@Path("/api/v1/stats/runs")
@Tag(name = "Runs")
@RolesAllowed(Scope.READ_RUNS)
class RunStatsResource {
    private final RunStatistics statistics;
    private final Clock clock;

    RunStatsResource(RunStatistics statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getRunStats", summary = "Count runs by interval, and by what they have in common")
    @Parameter(name = "groupBy", ref = "groupBy")
    @Parameter(name = "interval", ref = "interval")
    @Parameter(name = "from", ref = "startWindowFrom")
    @Parameter(name = "to", ref = "startWindowTo")
    @Parameter(name = "connector", ref = "connector")
    @Parameter(name = "version", ref = "version")
    @Parameter(name = "site", ref = "site")
    @Parameter(name = "status", ref = "runStatus")
    @Parameter(name = "processId", ref = "processId")
    @Parameter(name = "exitCode", ref = "exitCode")
    @Parameter(name = "minDurationMs", ref = "minDurationMs")
    @Parameter(name = "maxDurationMs", ref = "maxDurationMs")
    @Parameter(name = "fingerprint", ref = "runFingerprint")
    @APIResponse(responseCode = "200", ref = "RunStats")
    public RunStats stats(@Context UriInfo uri) {
        return statistics.of(Parameters.of(uri, clock.instant()));
    }
}
