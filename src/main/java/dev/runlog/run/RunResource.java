package dev.runlog.run;

import dev.runlog.access.Scope;
import dev.runlog.page.Conditional;
import dev.runlog.page.Format;
import dev.runlog.page.Layout;
import dev.runlog.page.Layout.Column;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
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

/** Every execution, by what it was and how it ended. */
@Path("/api/v1/runs")
@Tag(name = "Runs")
@RolesAllowed(Scope.READ_RUNS)
class RunResource {
    private static final Layout<Run> LAYOUT = new Layout<>(
            null,
            List.of(
                    new Column<>("processId", Run::processId),
                    new Column<>("connector", Run::connector),
                    new Column<>("site", Run::site),
                    new Column<>("version", Run::version),
                    new Column<>("status", run -> run.status().label()),
                    new Column<>("exitCode", Run::exitCode),
                    new Column<>("startedAt", Run::startedAt),
                    new Column<>("finishedAt", Run::finishedAt),
                    new Column<>("durationMs", Run::durationMs),
                    new Column<>("logs", run -> run.logs().total()),
                    new Column<>("errors", run -> run.logs().errorsOrWorse()),
                    new Column<>("apiFailures", Run::apiFailures),
                    new Column<>("stdoutBytes", run -> run.output().stdoutBytes()),
                    new Column<>("stderrBytes", run -> run.output().stderrBytes()),
                    new Column<>(
                            "failureKind",
                            run -> run.failure() == null
                                    ? null
                                    : run.failure().kind().label()),
                    new Column<>(
                            "failureSummary",
                            run -> run.failure() == null ? null : run.failure().summary()),
                    new Column<>("reason", Run::reason),
                    new Column<>("logsExpired", Run::logsExpired)));

    private final RunStore runs;
    private final RunRows reader;
    private final Sights sights;
    private final Lists lists;
    private final Conditional conditional;
    private final Clock clock;

    RunResource(RunStore runs, RunRows reader, Sights sights, Lists lists, Conditional conditional, Clock clock) {
        this.runs = runs;
        this.reader = reader;
        this.sights = sights;
        this.lists = lists;
        this.conditional = conditional;
        this.clock = clock;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE, Format.CSV_TYPE})
    @Operation(operationId = "listRuns", summary = "List runs, newest first")
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
    @Parameter(name = "sort", ref = "runSort")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "tableFormat")
    @APIResponse(responseCode = "200", ref = "RunList")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context RoutingContext routing) {
        return lists.answer(new Request(uri, headers, routing), LAYOUT, this::listing);
    }

    private RunList listing(Parameters parameters) {
        var now = clock.instant();
        var filter = RunFilter.of(parameters, sights.seen(), now);
        return new RunList(reader, filter, parameters.sort(RunFilter.sorts()), parameters.began(), now);
    }

    @GET
    @Path("/{processId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getRun", summary = "Get one run")
    @Parameter(name = "If-None-Match", ref = "ifNoneMatch")
    @APIResponse(responseCode = "200", ref = "Run")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public Response get(@PathParam("processId") String processId, @Context UriInfo uri, @Context HttpHeaders headers) {
        Parameters.of(uri, clock.instant()).check();
        return conditional.answer(headers, runs.get(sights.seen(), processId));
    }
}
