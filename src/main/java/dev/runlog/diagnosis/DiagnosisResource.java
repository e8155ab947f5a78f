package dev.runlog.diagnosis;

import dev.runlog.page.Documents;
import dev.runlog.page.Format;
import dev.runlog.page.Lists.Request;
import dev.runlog.run.RunStore;
import io.vertx.ext.web.RoutingContext;
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
class DiagnosisResource {
    private final RunStore runs;
    private final Investigation investigation;
    private final Documents documents;

    DiagnosisResource(RunStore runs, Investigation investigation, Documents documents) {
        this.runs = runs;
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
        var runId = runs.idOf(processId);
        return documents.answer(
                new Request(uri, headers, routing), () -> Diagnosis.of(investigation.of(runId)), DiagnosisText::of);
    }
}
