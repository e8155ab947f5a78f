package dev.runlog.diagnosis;

import dev.runlog.access.Scope;
import dev.runlog.page.Documents;
import dev.runlog.page.Format;
import dev.runlog.page.Lists.Request;
import dev.runlog.run.RunStore;
import dev.runlog.run.Sights;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Why a run failed, in one call. */
@Path("/api/v1/runs/{processId}/diagnosis")
@Tag(name = "Diagnosis")
@RolesAllowed(Scope.READ_LOGS)
class DiagnosisResource {
    private final RunStore runs;
    private final Sights sights;
    private final Investigation investigation;
    private final Documents documents;

    DiagnosisResource(RunStore runs, Sights sights, Investigation investigation, Documents documents) {
        this.runs = runs;
        this.sights = sights;
        this.investigation = investigation;
        this.documents = documents;
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.TEXT_TYPE})
    @Operation(operationId = "diagnoseRun", summary = "Say what became of a run and why, with the evidence")
    @Parameter(name = "format", ref = "documentFormat")
    @APIResponse(responseCode = "200", ref = "Diagnosis")
    public Response diagnose(
            @PathParam("processId") String processId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context RoutingContext routing) {
        var seen = sights.seen();
        var runId = runs.idOf(seen, processId);
        return documents.answer(
                new Request(uri, headers, routing),
                () -> Diagnosis.of(investigation.of(seen, runId)),
                DiagnosisText::of);
    }
}
