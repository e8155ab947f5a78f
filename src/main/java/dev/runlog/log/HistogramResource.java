package dev.runlog.log;

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

/** How many entries there were, over time. */
@Path("/api/v1/logs/histogram")
@Tag(name = "Logs")
@RolesAllowed(Scope.READ_LOGS)
class HistogramResource {
    private final Histograms histograms;
    private final Clock clock;

    HistogramResource(Histograms histograms, Clock clock) {
        this.histograms = histograms;
        this.clock = clock;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getLogHistogram", summary = "Count log entries by interval and level")
    @Parameter(name = "connector", ref = "connector")
    @Parameter(name = "site", ref = "site")
    @Parameter(name = "version", ref = "version")
    @Parameter(name = "processId", ref = "processId")
    @Parameter(name = "level", ref = "level")
    @Parameter(name = "minLevel", ref = "minLevel")
    @Parameter(name = "source", ref = "source")
    @Parameter(name = "q", ref = "q")
    @Parameter(name = "from", ref = "windowFrom")
    @Parameter(name = "to", ref = "windowTo")
    @Parameter(name = "fingerprint", ref = "fingerprint")
    @Parameter(name = "interval", ref = "interval")
    @APIResponse(responseCode = "200", ref = "Histogram")
    public Histogram histogram(@Context UriInfo uri) {
        return histograms.of(Parameters.of(uri, clock.instant()));
    }
}
