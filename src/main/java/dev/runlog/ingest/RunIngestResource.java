package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.Scope;
import dev.runlog.platform.Utf8;
import dev.runlog.run.Registration;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A run's registration and its end. */
@Path("/ingest/v1/runs/{processId}")
@Tag(name = "Ingestion")
@RolesAllowed(Scope.WRITE)
class RunIngestResource {
    private static final int MOST_REASON_CHARACTERS = 4096;

    private final Access access;
    private final Intake intake;
    private final RunWrites runs;

    RunIngestResource(Access access, Intake intake, RunWrites runs) {
        this.access = access;
        this.intake = intake;
        this.runs = runs;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "registerRun", summary = "Register a run")
    @RequestBody(ref = "RunRegistration")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "201", ref = "Run")
    @APIResponse(responseCode = "200", ref = "Run")
    public Response register(@PathParam("processId") String processId, RoutingContext rc) throws SQLException {
        var writer = Writer.of(access);
        var run = writer.runOf(processId);
        var sent = intake.json(rc, "run");
        var registration = Batch.one(sent.body(), RunIngestResource::registration);
        var answer = runs.register(writer, run, registration, sent.key());
        var response = answer.response();
        return answer.status() == 201
                ? response.location(URI.create("/api/v1/runs/" + run)).build()
                : response.build();
    }

    @POST
    @Path("/finish")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "finishRun", summary = "Say how a run ended")
    @RequestBody(ref = "RunEnd")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "200", ref = "Run")
    public Response finish(@PathParam("processId") String processId, RoutingContext rc) throws SQLException {
        var writer = Writer.of(access);
        var run = writer.runOf(processId);
        var sent = intake.json(rc, "finish");
        var end = Batch.one(sent.body(), this::end);
        return runs.finish(writer, run, end, sent.key()).response().build();
    }

    private static Registration registration(Members members) throws IOException {
        String connector = null;
        String site = null;
        String version = null;
        Instant startedAt = null;
        Instant deadlineAt = null;
        for (var name = members.next(); name != null; name = members.next()) {
            switch (name) {
                case "connector" -> connector = members.identifier();
                case "site" -> site = members.identifier();
                case "version" -> version = members.identifier();
                case "startedAt" -> startedAt = members.timeOrNull();
                case "deadlineAt" -> deadlineAt = members.timeOrNull();
                default -> members.unknown();
            }
        }
        members.require("connector", "site", "version");
        if (startedAt != null && deadlineAt != null && deadlineAt.isBefore(startedAt)) {
            members.fault("deadlineAt", "is before startedAt");
        }
        return new Registration(connector, site, version, startedAt, deadlineAt);
    }

    private RunWrites.End end(Members members) throws IOException {
        Long exitCode = null;
        Instant finishedAt = null;
        String reason = null;
        for (var name = members.next(); name != null; name = members.next()) {
            switch (name) {
                case "exitCode" -> exitCode = members.wholeOrNull(0, 255);
                case "finishedAt" -> finishedAt = members.timeOrNull();
                case "reason" -> reason = members.textOrNull();
                default -> members.unknown();
            }
        }
        members.require("exitCode");
        var code = exitCode == null ? null : exitCode.intValue();
        return new RunWrites.End(code, finishedAt, cut(intake.withoutCredentials(reason)));
    }

    /** An end is worth more than all that is said of it. */
    private static String cut(String reason) {
        return reason == null || reason.length() <= MOST_REASON_CHARACTERS
                ? reason
                : Utf8.storable(reason.substring(0, MOST_REASON_CHARACTERS));
    }
}
