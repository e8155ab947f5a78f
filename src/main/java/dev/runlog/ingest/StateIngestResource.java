package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.access.Scope;
import dev.runlog.platform.Utf8;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import dev.runlog.state.StateReport;
import dev.runlog.state.StateStatus;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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

/** What is said of builds, syncs and deployments. */
@Path("/ingest/v1/states/{stateId}")
@Tag(name = "Ingestion")
@RolesAllowed(Scope.WRITE)
class StateIngestResource {
    private final Access access;
    private final Intake intake;
    private final StateWrites states;

    StateIngestResource(Access access, Intake intake, StateWrites states) {
        this.access = access;
        this.intake = intake;
        this.states = states;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "putState", summary = "Make a state, or say how it stands now")
    @RequestBody(ref = "StateInput")
    @Parameter(name = "Idempotency-Key", ref = "idempotencyKey")
    @Parameter(name = "Content-Encoding", ref = "contentEncoding")
    @APIResponse(responseCode = "201", ref = "State")
    @APIResponse(responseCode = "200", ref = "State")
    public Response put(@PathParam("stateId") String stateId, RoutingContext rc) throws SQLException {
        var writer = Writer.of(access);
        writer.requireStates();
        requireIdentifier(stateId);
        var sent = intake.json(rc, "state");
        var report = Batch.one(sent.body(), this::report);
        var answer = states.put(writer, stateId, report, sent.key());
        var response = answer.response();
        return answer.status() == 201
                ? response.location(URI.create("/api/v1/states/" + Utf8.percentEncoded(stateId)))
                        .build()
                : response.build();
    }

    private static void requireIdentifier(String stateId) {
        if (!Members.isIdentifier(stateId) || stateId.indexOf('\0') >= 0) {
            throw new Refusal(
                    ProblemCode.INVALID_PATH,
                    "The state's id in the address must have 1 to 128 characters, none of them NUL.");
        }
    }

    private StateReport report(Members members) throws IOException {
        String connector = null;
        String stateName = null;
        String status = null;
        String ownerId = null;
        String version = null;
        Instant createdAt = null;
        Instant at = null;
        String detail = null;
        for (var name = members.next(); name != null; name = members.next()) {
            switch (name) {
                case "connector" -> connector = members.identifier();
                case "name" -> stateName = members.identifier();
                case "status" -> status = status(members);
                case "ownerId" -> ownerId = members.identifier();
                case "version" -> version = members.identifierOrNull();
                case "createdAt" -> createdAt = members.timeOrNull();
                case "at" -> at = members.timeOrNull();
                case "detail" -> detail = members.textOrNull();
                default -> members.unknown();
            }
        }
        members.require("connector", "name", "status", "ownerId");
        return new StateReport(
                connector, stateName, status, ownerId, version, createdAt, at, intake.withoutCredentials(detail));
    }

    private static String status(Members members) throws IOException {
        var text = members.text();
        if (text != null && !StateStatus.isWellFormed(text)) {
            members.fault("must have " + StateStatus.EXPECTED);
        }
        return text;
    }
}
