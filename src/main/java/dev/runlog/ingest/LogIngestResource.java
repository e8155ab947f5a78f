package dev.runlog.ingest;

import dev.runlog.log.LogRow;
import dev.runlog.platform.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Log entries and failed Container API calls, singly or in batches. */
@Path("/ingest/v1/runs/{processId}")
@Tag(name = "Ingestion")
class LogIngestResource {
    private static final String NDJSON = "application/x-ndjson";

    private final Intake intake;
    private final LogWrites logs;
    private final Clock clock;
    private final Json json;

    LogIngestResource(Intake intake, LogWrites logs, Clock clock, Json json) {
        this.intake = intake;
        this.logs = logs;
        this.clock = clock;
        this.json = json;
    }

    /** What became of a batch. */
    record Accepted(int accepted, List<Batch.Rejected> rejected, int lastSeq) {}

    @POST
    @Path("/logs")
    @Consumes({MediaType.APPLICATION_JSON, NDJSON})
    @Operation(operationId = "appendLogs", summary = "Append log entries: one, an array, or a line each")
    public Response logs(
            @PathParam("processId") String processId,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
            @HeaderParam("Idempotency-Key") String key,
            byte[] sent) {
        var now = clock.instant();
        return append("logs", processId, contentType, contentEncoding, key, sent, now, new EntryReader(now)::entry);
    }

    @POST
    @Path("/failures")
    @Consumes({MediaType.APPLICATION_JSON, NDJSON})
    @Operation(operationId = "appendFailures", summary = "Append failed Container API calls")
    public Response failures(
            @PathParam("processId") String processId,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
            @HeaderParam("Idempotency-Key") String key,
            byte[] sent) {
        var now = clock.instant();
        return append(
                "failures", processId, contentType, contentEncoding, key, sent, now, new EntryReader(now)::failure);
    }

    private Response append(
            String address,
            String processId,
            String contentType,
            String contentEncoding,
            String key,
            byte[] sent,
            Instant now,
            Batch.Item<LogRow> item) {
        var run = Intake.processId(processId);
        var body = intake.body(sent, contentEncoding);
        var idempotency = Idempotency.of(key, address, body);
        var batch = intake.batch(body, contentType, item);
        var write = new LogWrite(
                run, batch.accepted(), now, idempotency, lastSeq -> new Answer(201, answer(batch, lastSeq)));
        return logs.commit(write).response().build();
    }

    private String answer(Batch<LogRow> batch, int lastSeq) {
        return json.write(new Accepted(batch.accepted().size(), batch.rejected(), lastSeq));
    }
}
