package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.Scope;
import dev.runlog.ingest.OutputWrites.Written;
import dev.runlog.output.StandardStream;
import dev.runlog.platform.Json;
import dev.runlog.problem.SingleHeader;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Raw stdout and stderr, piece by piece. There is no {@code @Consumes}, so that a Content-Type may be anything, even what
 * is no media type.
 */
@Path("/ingest/v1/runs/{processId}/output/{stream}")
@Tag(name = "Ingestion")
@RolesAllowed(Scope.WRITE)
class OutputIngestResource {
    static final String UPLOAD_OFFSET = "Upload-Offset";
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** That fit a long, whichever they are. */
    private static final int MOST_DIGITS = 18;

    private final Access access;
    private final Intake intake;
    private final BodyReaders readers;
    private final OutputWrites output;
    private final Clock clock;
    private final Json json;

    OutputIngestResource(
            Access access, Intake intake, BodyReaders readers, OutputWrites output, Clock clock, Json json) {
        this.access = access;
        this.intake = intake;
        this.readers = readers;
        this.output = output;
        this.clock = clock;
        this.json = json;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "appendOutput", summary = "Append bytes to stdout or stderr")
    @RequestBody(ref = "OutputChunk")
    @Parameter(name = "Upload-Offset", ref = "uploadOffset")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "200", ref = "OutputSize")
    @APIResponse(responseCode = "409", ref = "OffsetConflict")
    public CompletionStage<Response> append(
            @PathParam("processId") String processId, @PathParam("stream") String name, RoutingContext rc) {
        var writer = Writer.of(access);
        var run = writer.runOf(processId);
        return readers.read(rc, () -> commit(writer, run, name, rc));
    }

    private CompletionStage<Response> commit(Writer writer, UUID run, String name, RoutingContext rc) {
        var stream = StandardStream.inPath(name);
        var offset = offset(SingleHeader.of(rc.request().headers(), UPLOAD_OFFSET));
        var sent = intake.output(rc, "output/" + stream.label());
        var write = new OutputWrite(writer, run, stream, offset, sent.body().bytes(), clock.instant(), sent.key());
        return output.commit(write).thenApply(this::response);
    }

    private Response response(Answer answer) {
        var size = json.read(answer.body(), Written.class).size();
        return answer.response().header(UPLOAD_OFFSET, size).build();
    }

    private static OptionalLong offset(Optional<String> header) {
        if (header.isEmpty()) {
            return OptionalLong.empty();
        }
        var digits = header.get().strip();
        if (!DIGITS.matcher(digits).matches()) {
            throw SingleHeader.refused(UPLOAD_OFFSET, "Upload-Offset must be a whole number of at least 0.");
        }
        return OptionalLong.of(number(digits));
    }

    /** Of what is beyond all streams {@link Long#MAX_VALUE}, which is so too. */
    private static long number(String digits) {
        var significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
    }
}
