package dev.runlog.access;

import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** What is sent to {@code /admin}: read before its resource is asked, as all bodies are. */
public final class AdminBody {
    public static final int MOST_BYTES = 64 * 1024;
    private static final String KEY = "runlog.admin-body";

    private AdminBody() {}

    /** Keeps it for the resource. */
    public static void keep(RoutingContext routing, byte[] body) {
        routing.put(KEY, body);
    }

    /** @throws Refusal 415 where it is encoded: nothing so short needs to be */
    static byte[] of(RoutingContext routing) {
        var encoding = routing.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            var detail = "Content-Encoding may only be identity here.";
            throw new Refusal(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    detail,
                    List.of(Fault.ofParameter("Content-Encoding", detail)),
                    Map.of("Accept-Encoding", "identity"));
        }
        return routing.get(KEY, new byte[0]);
    }
}
