package dev.runlog.access;

import dev.runlog.page.Format;
import dev.runlog.page.Layout;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** API keys: made, listed and revoked. */
@Path("/admin/v1/keys")
@Tag(name = "Keys")
@RolesAllowed(Scope.ADMINISTER)
class KeyResource {
    private final Access access;
    private final KeyStore keys;
    private final Bearers bearers;
    private final Lists lists;
    private final Clock clock;

    KeyResource(Access access, KeyStore keys, Bearers bearers, Lists lists, Clock clock) {
        this.access = access;
        this.keys = keys;
        this.bearers = bearers;
        this.lists = lists;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createKey", summary = "Make an API key; the answer shows it this once")
    @RequestBody(ref = "KeyInput")
    @Parameter(name = "Idempotency-Key", ref = "keyRequest")
    @APIResponse(responseCode = "201", ref = "NewApiKey")
    public Response create(@Context UriInfo uri, @Context RoutingContext routing) throws SQLException {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Parameters.of(uri, now).check();
        var body = AdminBody.of(routing);
        var request = RequestKey.of(access.caller(), routing.request().headers(), body);
        var input = KeyInput.read(body, now);
        var made = new ApiKey(
                UUID.randomUUID(),
                input.name(),
                input.scopes(),
                input.connectors(),
                input.processId(),
                now,
                input.expiresAt(),
                null,
                null);
        var text = KeyText.fresh();
        keys.add(made, KeyText.hash(text.text()), request, access.isAnybody());
        return Response.created(URI.create("/admin/v1/keys/" + made.id()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(NewApiKey.of(made, text))
                .build();
    }

    @GET
    @Produces({Format.JSON_TYPE, Format.NDJSON_TYPE})
    @Operation(operationId = "listKeys", summary = "List API keys, newest first")
    @Parameter(name = "limit", ref = "limit")
    @Parameter(name = "cursor", ref = "cursor")
    @Parameter(name = "count", ref = "count")
    @Parameter(name = "format", ref = "format")
    @APIResponse(responseCode = "200", ref = "ApiKeyList")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context RoutingContext routing) {
        return lists.answer(new Request(uri, headers, routing), Layout.plain(), parameters -> new KeyList());
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "revokeKey", summary = "Revoke an API key")
    @APIResponse(responseCode = "204", ref = "Revoked")
    public Response revoke(@PathParam("id") String id, @Context UriInfo uri) throws SQLException {
        Parameters.of(uri, clock.instant()).check();
        var keyId = Parameters.id(id).orElseThrow(KeyResource::unknown);
        if (!keys.revoke(keyId, clock.instant())) {
            throw unknown();
        }
        bearers.revoked(keyId);
        return Response.noContent().build();
    }

    private static Refusal unknown() {
        return new Refusal(ProblemCode.KEY_NOT_FOUND, ProblemCode.KEY_NOT_FOUND.explanation());
    }
}
