package dev.runlog.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pages that a problem's {@code type} points at. */
@Path("/problems")
@Tag(name = "Problems")
@PermitAll
class ProblemResource {

    @GET
    @Path("/{code}")
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    @Operation(operationId = "explainProblem", summary = "Explain a problem code")
    public String explain(@PathParam("code") String slug) {
        var code = ProblemCode.ofSlug(slug)
                .orElseThrow(() -> new Refusal(ProblemCode.NOT_FOUND, "There is no problem code of this name."));
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%1$s</title></head>
                <body><h1>%1$s</h1><p><code>%2$s</code>, HTTP status %3$d</p><p>%4$s</p></body>
                </html>
                """.formatted(code.title(), code.slug(), code.status(), code.explanation());
    }
}
