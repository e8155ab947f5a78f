package dev.runlog.run;

import dev.runlog.page.EventStreams;
import dev.runlog.page.Parameters;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Runs as they begin and end. */
@Path("/api/v1/runs/stream")
@Tag(name = "Runs")
class RunStreamResource {
    private final RunFeed feed;
    private final EventStreams streams;
    private final Connectors connectors;
    private final Clock clock;

    RunStreamResource(RunFeed feed, EventStreams streams, Connectors connectors, Clock clock) {
        this.feed = feed;
        this.streams = streams;
        this.connectors = connectors;
        this.clock = clock;
    }

    /** @param suspended keeps the framework from answering: the stream does */
    @GET
    @Produces(EventStreams.TYPE)
    @Operation(operationId = "streamRuns", summary = "Follow runs that start, end or turn lost as server-sent events")
    @Parameter(name = "connector", ref = "connector")
    @Parameter(name = "version", ref = "version")
    @Parameter(name = "site", ref = "site")
    @Parameter(name = "status", ref = "runStatus")
    @Parameter(name = "processId", ref = "processId")
    @Parameter(name = "exitCode", ref = "exitCode")
    @Parameter(name = "from", ref = "startedFrom")
    @Parameter(name = "to", ref = "startedTo")
    @Parameter(name = "minDurationMs", ref = "minDurationMs")
    @Parameter(name = "maxDurationMs", ref = "maxDurationMs")
    @Parameter(name = "fingerprint", ref = "runFingerprint")
    @APIResponse(responseCode = "200", ref = "RunStream")
    public void stream(@Context UriInfo uri, @Context RoutingContext routing, @Suspended AsyncResponse suspended) {
        var parameters = Parameters.of(uri, clock.instant());
        RunFilter.of(parameters, connectors, parameters.began());
        parameters.check();
        feed.subscribe(now -> RunFilter.of(parameters, connectors, now), () -> streams.begin(routing));
    }
}
