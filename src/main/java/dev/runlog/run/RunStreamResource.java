package dev.runlog.run;

import dev.runlog.access.Access;
import dev.runlog.access.Scope;
import dev.runlog.page.EventStream;
import dev.runlog.page.EventStreams;
import dev.runlog.page.Parameters;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
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
@RolesAllowed(Scope.READ_RUNS)
class RunStreamResource {
    private final RunFeed feed;
    private final EventStreams streams;
    private final Access access;
    private final Sights sights;
    private final Clock clock;

    RunStreamResource(RunFeed feed, EventStreams streams, Access access, Sights sights, Clock clock) {
        this.feed = feed;
        this.streams = streams;
        this.access = access;
        this.sights = sights;
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
        var sight = access.sight();
        RunFilter.of(parameters, sights.of(sight), parameters.began());
        parameters.check();
        feed.subscribe(now -> RunFilter.of(parameters, sights.of(sight), now), () -> begin(routing));
    }

    private EventStream begin(RoutingContext routing) {
        var stream = streams.begin(routing);
        access.whileAllowed(routing, stream::close);
        return stream;
    }
}
