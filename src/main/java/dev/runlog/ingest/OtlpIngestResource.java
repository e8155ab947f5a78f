package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.Scope;
import dev.runlog.platform.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Log records of OpenTelemetry, of any number of runs (OTLP/HTTP 1.x). */
@Path("/otlp/v1/logs")
@Tag(name = "Ingestion")
@RolesAllowed(Scope.WRITE)
class OtlpIngestResource {
    private final Access access;
    private final Intake intake;
    private final BodyReaders readers;
    private final OtlpWrites writes;
    private final Clock clock;
    private final Json json;

    OtlpIngestResource(Access access, Intake intake, BodyReaders readers, OtlpWrites writes, Clock clock, Json json) {
        this.access = access;
        this.intake = intake;
        this.readers = readers;
        this.writes = writes;
        this.clock = clock;
        this.json = json;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, OtlpEncoding.PROTOBUF_TYPE})
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "exportOtlpLogs", summary = "Export log records as OpenTelemetry does")
    @RequestBody(ref = "OtlpLogs")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "200", ref = "OtlpAccepted")
    public CompletionStage<Response> logs(RoutingContext rc) {
        var now = clock.instant();
        var writer = Writer.of(access);
        var caller = access.caller();
        return readers.read(rc, () -> {
            var sent = intake.json(rc, "otlp");
            var encoding = OtlpEncoding.of(sent.contentType());
            var batch = intake.records(writer, now);
            encoding.read(sent.body(), batch);
            var key = sent.key().map(sentKey -> sentKey.of(caller));
            return writes.commit(new OtlpWrites.Request(writer, batch, now, key))
                    .thenApply(answer -> encoding.response(answer, json));
        });
    }
}
