package dev.runlog.problem;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a resource's failure becomes an answer. */
class ProblemMapper {
    private final Methods methods;
    private final RefusalCounts counts;

    ProblemMapper(Methods methods, RefusalCounts counts) {
        this.methods = methods;
        this.counts = counts;
    }

    @ServerExceptionMapper({
        Throwable.class,
        AuthenticationFailedException.class,
        UnauthorizedException.class,
        ForbiddenException.class
    })
    Response answer(Throwable thrown, RoutingContext routing) {
        var refusal = methods.refusalOf(thrown, routing.request()).orElseGet(() -> Problems.refusalOf(thrown));
        counts.count(refusal.code());
        var shape = Problem.Shape.of(refusal, routing);
        var response = Response.status(refusal.code().status())
                .type(shape.mediaType())
                .header("Cache-Control", "no-store")
                .entity(shape.body());
        refusal.headers().forEach(response::header);
        return response.build();
    }
}
