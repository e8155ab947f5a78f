package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.Scope;
import dev.runlog.log.LogRow;
import dev.runlog.platform.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Log entries and failed Container API calls, singly or in batches. */
@Path("/ingest/v1/runs/{processId}")
@Tag(name = "Ingestion")
@RolesAllowed(Scope.WRITE)
class LogIngestResource {
    private final Access access;
    private final Intake intake;
    private final BodyReaders readers;
    private final LogWrites logs;
    private final Clock clock;
    private final Json json;

    LogIngestResource(Access access, Intake intake, BodyReaders readers, LogWrites logs, Clock clock, Json json) {
        this.access = access;
        this.intake = intake;
        this.readers = readers;
        this.logs = logs;
        this.clock = clock;
        this.json = json;
    }

    /** What became of a batch. */
    record Accepted(int accepted, List<Batch.Rejected> rejected, int lastSeq) {}

    @POST
    @Path("/logs")
    @Consumes({MediaType.APPLICATION_JSON, Intake.NDJSON})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "appendLogs", summary = "Append log entries: one, an array, or a line each")
    @RequestBody(ref = "LogBatch")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "201", ref = "Accepted")
    public CompletionStage<Response> logs(@PathParam("processId") String processId, RoutingContext rc) {
        var now = clock.instant();
        var writer = Writer.of(access);
        var run = writer.runOf(processId);
        return readers.read(rc, () -> append(writer, run, intake.json(rc, "logs"), now, intake.entries(now)::entry));
    }

    @POST
    @Path("/failures")
    @Consumes({MediaType.APPLICATION_JSON, Intake.NDJSON})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "appendFailures", summary = "Append failed Container API calls")
    @RequestBody(ref = "FailureBatch")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "201", ref = "Accepted")
    public CompletionStage<Response> failures(@PathParam("processId") String processId, RoutingContext rc) {
        var now = clock.instant();
        var writer = Writer.of(access);
        var run = writer.runOf(processId);
        return readers.read(
                rc, () -> append(writer, run, intake.json(rc, "failures"), now, intake.entries(now)::failure));
    }

    private CompletionStage<Response> append(
            Writer writer, UUID run, Intake.Sent sent, Instant now, Batch.Item<LogRow> item) {
        var batch = intake.batch(sent, item);
        var write = new LogWrite(
                writer, run, batch.accepted(), now, sent.key(), lastSeq -> new Answer(201, answer(batch, lastSeq)));
        return logs.commit(write).thenApply(answer -> answer.response().build());
    }

    private String answer(Batch<LogRow> batch, int lastSeq) {
        return json.write(new Accepted(batch.accepted().size(), batch.rejected(), lastSeq));
    }
}
