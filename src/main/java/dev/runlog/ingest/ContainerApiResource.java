package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.Scope;
import dev.runlog.ingest.EntryReader.Level;
import dev.runlog.page.Parameters;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import dev.runlog.problem.RefusalCounts;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The log route of the Container API itself, which unmodified connector SDKs call: it answers as that API does. There
 * is no {@code @Consumes}, so that a Content-Type may be anything, even what is no media type.
 */
@Path("/container-api/{processId}/logs/{level}")
@Tag(name = "Container API")
@RolesAllowed(Scope.LOG_AS_SDK)
@SecurityRequirement(name = "bearer", scopes = Scope.WRITE)
class ContainerApiResource {
    private static final String BLANK = "This value should not be blank.";
    private static final Answer WRITTEN = new Answer(201, "{\"message\":\"Written successfully.\"}");

    /** The SDKs give up after 5 s. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final Access access;
    private final Intake intake;
    private final BodyReaders readers;
    private final LogWrites logs;
    private final RefusalCounts refusals;
    private final Clock clock;

    ContainerApiResource(
            Access access, Intake intake, BodyReaders readers, LogWrites logs, RefusalCounts refusals, Clock clock) {
        this.access = access;
        this.intake = intake;
        this.readers = readers;
        this.logs = logs;
        this.refusals = refusals;
        this.clock = clock;
    }

    @POST
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "writeContainerApiLog", summary = "Write one log entry as connector SDKs do")
    @RequestBody(ref = "ContainerApiLog")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "201", ref = "ContainerApiWritten")
    public CompletionStage<Response> write(
            @PathParam("processId") String processId, @PathParam("level") String level, RoutingContext rc) {
        var run = Parameters.id(processId);
        var severity = Level.of(level);
        if (run.isEmpty() || severity.isEmpty()) {
            refusals.count(ProblemCode.NOT_FOUND);
            var missing = run.isEmpty() ? "There is no such process." : "There is no such log level.";
            return CompletableFuture.completedStage(answer(404, missing, Map.of()));
        }
        var writer = Writer.of(access);
        if (!writer.reaches(run.get())) {
            return CompletableFuture.completedStage(refused(Access.outside()));
        }
        return readers.read(rc, () -> write(writer, run.get(), severity.get(), rc))
                .exceptionally(failure -> refused(Problems.refusalOf(failure)));
    }

    private CompletionStage<Response> write(Writer writer, UUID run, Level level, RoutingContext rc) {
        var now = clock.instant();
        var sent = intake.json(rc, "container-api/" + level.severity() + "/" + level.label());
        var row = Batch.one(sent.body(), members -> intake.entries(now).entry(members, level));
        var write = new LogWrite(writer, run, List.of(row), now, sent.key(), lastSeq -> WRITTEN);
        return logs.commit(write, LONGEST).thenApply(answer -> answer.response().build());
    }

    private Response refused(Refusal refusal) {
        refusals.count(refusal.code());
        if (refusal.code() == ProblemCode.INVALID_BODY) {
            return answer(400, "Validation failed", errors(refusal));
        }
        if (refusal.code() == ProblemCode.MALFORMED_BODY) {
            var detail = refusal.getMessage().equals(Batch.EMPTY) ? BLANK : refusal.getMessage();
            return answer(400, "Validation failed", Map.of("message", detail));
        }
        var response = Response.fromResponse(answer(refusal.code().status(), refusal.getMessage(), Map.of()));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    private static Map<String, String> errors(Refusal refusal) {
        var errors = new LinkedHashMap<String, String>();
        for (var fault : refusal.errors()) {
            var member = fault.pointer().replaceFirst("^/", "");
            errors.put(member.isEmpty() ? "message" : member, isBlank(fault) ? BLANK : fault.detail());
        }
        return errors;
    }

    /** The Container API has one sentence for a message that is missing and one that is blank. */
    private static boolean isBlank(Fault fault) {
        return fault.detail().equals("message is missing.") || fault.detail().equals("message must not be blank.");
    }

    private static Response answer(int status, String message, Map<String, String> errors) {
        var body = new LinkedHashMap<String, Object>();
        body.put("message", message);
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .build();
    }
}
