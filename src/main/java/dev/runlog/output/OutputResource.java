package dev.runlog.output;

import dev.runlog.access.Scope;
import dev.runlog.page.Format;
import dev.runlog.page.Layout;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import dev.runlog.page.TextSearch;
import dev.runlog.page.WholeBody;
import dev.runlog.platform.Rfc3339;
import dev.runlog.run.OutputTallies;
import dev.runlog.run.RunStore;
import dev.runlog.run.Sights;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a run wrote to stdout and stderr: as bytes, and as lines. */
@Path("/api/v1/runs/{processId}/output")
@Tag(name = "Output")
@RolesAllowed(Scope.READ_LOGS)
class OutputResource {
    private static final int MOST_TAIL = Integer.MAX_VALUE;
    private static final Layout<OutputLine> LAYOUT = new Layout<>(
            line -> Rfc3339.format(line.receivedAt()) + " " + line.stream() + " " + Layout.oneLine(line.text()),
            List.of());

    private final RunStore runs;
    private final Sights sights;
    private final OutputTallies tallies;
    private final OutputStore output;
    private final Lists lists;
    private final WholeBody bodies;
    private final Clock clock;

    OutputResource(
            RunStore runs,
            Sights sights,
            OutputTallies tallies,
            OutputStore output,
            Lists lists,
            WholeBody bodies,
            Clock clock) {
        this.runs = runs;
        this.sights = sights;
        this.tallies = tallies;
        this.output = output;
        this.lists = lists;
        this.bodies = bodies;
        this.clock = clock;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE, Format.TEXT_TYPE})
    @Operation(operationId = "listOutput", summary = "List the lines of both streams, in the order received")
    @Parameter(name = "stream", ref = "stream")
    @Parameter(name = "q", ref = "outputQ")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "textFormat")
    @APIResponse(responseCode = "200", ref = "OutputLineList")
    public Response lines(
            @PathParam("processId") String processId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context RoutingContext routing) {
        var runId = runs.idWithLogs(sights.seen(), processId);
        return lists.answer(new Request(uri, headers, routing), LAYOUT, parameters -> lines(runId, parameters));
    }

    private LineList lines(long runId, Parameters parameters) {
        var streams = parameters.anyOf("stream", StandardStream::of, "stdout or stderr");
        return new LineList(
                stream -> output.chunks(runId, stream),
                tallies.of(runId),
                streams.isEmpty() ? EnumSet.allOf(StandardStream.class) : streams,
                TextSearch.of(parameters).map(TextSearch::matcher),
                new QueryBudget(System::nanoTime));
    }

    @GET
    @Path("/{stream}")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "getOutput", summary = "Get one stream, byte for byte")
    @Parameter(name = "Range", ref = "range")
    @Parameter(name = "tail", ref = "tail")
    @Parameter(name = "ansi", ref = "ansi")
    @APIResponse(responseCode = "200", ref = "RawOutput")
    @APIResponse(responseCode = "206", ref = "PartialOutput")
    @APIResponse(responseCode = "416", ref = "RangeNotSatisfiable")
    public Response raw(
            @PathParam("processId") String processId,
            @PathParam("stream") String stream,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        var asked = asked(processId, stream, uri);
        if (asked.strip()) {
            return asked.output().stripped(bodies, routing);
        }
        // There is no validator that If-Range could name, so it never holds (RFC 9110, 13.1.5).
        return asked.output()
                .answer(
                        bodies,
                        routing,
                        headers.getHeaderString("If-Range") == null ? headers.getHeaderString("Range") : null);
    }

    @HEAD
    @Path("/{stream}")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "headOutput", summary = "Get the size of one stream")
    @Parameter(name = "tail", ref = "tail")
    @Parameter(name = "ansi", ref = "ansi")
    @APIResponse(responseCode = "200", ref = "RawOutput")
    public Response head(
            @PathParam("processId") String processId, @PathParam("stream") String stream, @Context UriInfo uri) {
        var asked = asked(processId, stream, uri);
        return (asked.strip() ? asked.output().strippedHead() : asked.output().head()).build();
    }

    private record Asked(RawOutput output, boolean strip) {}

    private Asked asked(String processId, String name, UriInfo uri) {
        var stream = StandardStream.inPath(name);
        var runId = runs.idWithLogs(sights.seen(), processId);
        var parameters = Parameters.of(uri, clock.instant());
        var tail = parameters.number("tail", 0, MOST_TAIL);
        var strip =
                parameters.one("ansi", OutputResource::strips, "strip or keep").orElse(false);
        parameters.check();
        var chunks = output.chunks(runId, stream);
        var extent = stream.in(tallies.of(runId));
        return new Asked(
                tail.isPresent() ? RawOutput.tail(chunks, extent, tail.getAsLong()) : RawOutput.whole(chunks, extent),
                strip);
    }

    private static Optional<Boolean> strips(String text) {
        return switch (text) {
            case "strip" -> Optional.of(true);
            case "keep" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
