package dev.runlog.page;

import dev.runlog.page.Lists.Request;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Which of the offered forms a request wants: the one {@code format} names, else what {@code Accept} likes best. */
record Negotiation(Optional<Format> format, List<Format> offered) {

    /** A {@code format} that is not offered becomes a fault of the parameters. */
    static Negotiation of(Request request, Parameters parameters, List<Format> offered) {
        var named = parameters.one("format");
        if (named.isEmpty()) {
            return new Negotiation(Format.accepted(acceptable(request), offered), offered);
        }
        var format = Format.of(named.get(), offered);
        if (format.isEmpty()) {
            parameters.fault("format", "must be one of " + Format.labels(offered));
        }
        return new Negotiation(format, offered);
    }

    /** @throws Refusal 406 where nothing that is acceptable is offered */
    Format chosen() {
        return format.orElseThrow(
                () -> new Refusal(ProblemCode.NOT_ACCEPTABLE, "Offered here: " + Format.types(offered) + "."));
    }

    private static List<MediaType> acceptable(Request request) {
        var accept = request.headers().getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || accept.isBlank()) {
            return List.of();
        }
        try {
            return request.headers().getAcceptableMediaTypes();
        } catch (IllegalArgumentException broken) {
            var detail = "Accept is not a list of media types.";
            throw new Refusal(
                    ProblemCode.INVALID_HEADER, detail, List.of(Fault.ofParameter(HttpHeaders.ACCEPT, detail)));
        }
    }
}
