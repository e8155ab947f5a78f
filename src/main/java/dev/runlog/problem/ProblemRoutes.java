package dev.runlog.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Problem documents for what never reaches a resource: unknown paths, bodies over the limit, broken requests. */
@ApplicationScoped
class ProblemRoutes {
    private static final int BEHIND_EVERY_ROUTE = Integer.MAX_VALUE;

    private final ObjectMapper json;

    ProblemRoutes(ObjectMapper json) {
        this.json = json;
    }

    void install(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        router.route().order(BEHIND_EVERY_ROUTE).handler(rc -> answer(rc, ProblemCode.NOT_FOUND));
        for (int status : new int[] {400, 404, 405, 413, 414, 431}) {
            router.errorHandler(status, rc -> answer(rc, ProblemCode.ofStatus(rc.statusCode())));
        }
    }

    private void failed(RoutingContext rc) {
        if (rc.response().ended()) {
            return;
        }
        var status = rc.statusCode();
        if (rc.failure() != null && status >= 500) {
            answer(rc, Problems.refusalOf(rc.failure()).code());
            return;
        }
        answer(rc, ProblemCode.ofStatus(status));
    }

    private void answer(RoutingContext rc, ProblemCode code) {
        if (rc.response().headWritten()) {
            rc.response().reset();
            return;
        }
        rc.response()
                .setStatusCode(code.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(document(Problem.of(code, code.explanation(), rc.request().path(), List.of())));
    }

    private String document(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
