package dev.runlog.log;

import dev.runlog.access.Scope;
import dev.runlog.page.EventStreams;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What one run says, while it says it. */
@Path("/api/v1/runs/{processId}/logs/stream")
@Tag(name = "Logs")
@RolesAllowed(Scope.READ_LOGS)
class LogStreamResource {
    private final LogStreams streams;

    LogStreamResource(LogStreams streams) {
        this.streams = streams;
    }

    /** @param suspended keeps the framework from answering: the stream does */
    @GET
    @Produces(EventStreams.TYPE)
    @Operation(operationId = "streamRunLogs", summary = "Follow the log of one run as server-sent events")
    @Parameter(name = "level", ref = "level")
    @Parameter(name = "minLevel", ref = "minLevel")
    @Parameter(name = "source", ref = "source")
    @Parameter(name = "q", ref = "q")
    @Parameter(name = "from", ref = "loggedFrom")
    @Parameter(name = "to", ref = "loggedTo")
    @Parameter(name = "fingerprint", ref = "fingerprint")
    @Parameter(name = "afterSeq", ref = "afterSeq")
    @Parameter(name = "Last-Event-ID", ref = "lastEventId")
    @APIResponse(responseCode = "200", ref = "LogStream")
    public void stream(
            @PathParam("processId") String processId,
            @Context UriInfo uri,
            @Context RoutingContext routing,
            @Suspended AsyncResponse suspended) {
        streams.logs(processId, uri, routing);
    }
}
