package dev.runlog.ingest;

import dev.runlog.run.Registration;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A run's registration and its end. */
@Path("/ingest/v1/runs/{processId}")
@Tag(name = "Ingestion")
class RunIngestResource {
    private static final int MOST_REASON_CHARACTERS = 4096;

    private final Intake intake;
    private final RunWrites runs;

    RunIngestResource(Intake intake, RunWrites runs) {
        this.intake = intake;
        this.runs = runs;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "registerRun", summary = "Register a run")
    public Response register(
            @PathParam("processId") String processId,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
            @HeaderParam("Idempotency-Key") String key,
            byte[] sent)
            throws SQLException {
        var run = Intake.processId(processId);
        var body = intake.body(sent, contentEncoding);
        var registration = Batch.one(body, RunIngestResource::registration);
        var answer = runs.register(run, registration, Idempotency.of(key, "run", body));
        var response = answer.response();
        return answer.status() == 201
                ? response.location(URI.create("/api/v1/runs/" + run)).build()
                : response.build();
    }

    @POST
    @Path("/finish")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "finishRun", summary = "Say how a run ended")
    public Response finish(
            @PathParam("processId") String processId,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
            @HeaderParam("Idempotency-Key") String key,
            byte[] sent)
            throws SQLException {
        var run = Intake.processId(processId);
        var body = intake.body(sent, contentEncoding);
        var end = Batch.one(body, RunIngestResource::end);
        return runs.finish(run, end, Idempotency.of(key, "finish", body))
                .response()
                .build();
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

    private static RunWrites.End end(Members members) throws IOException {
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
        if (reason != null && reason.length() > MOST_REASON_CHARACTERS) {
            members.fault("reason", "has over " + MOST_REASON_CHARACTERS + " characters");
        }
        return new RunWrites.End(exitCode == null ? null : exitCode.intValue(), finishedAt, reason);
    }
}
