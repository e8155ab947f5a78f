package dev.runlog.page;

import dev.runlog.page.Lists.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers with one thing, as JSON or as text for eyes. */
@ApplicationScoped
public class Documents {
    private static final List<Format> OFFERED = List.of(Format.JSON, Format.TEXT);

    private final Clock clock;

    Documents(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param document made only where the request is in order
     * @throws dev.runlog.problem.Refusal for anything wrong in the parameters, or where no acceptable form is offered
     */
    public <T> Response answer(Request request, Supplier<T> document, Function<T, String> text) {
        var parameters = Parameters.of(request.uri(), clock.instant());
        var format = Negotiation.of(request, parameters, OFFERED);
        parameters.check();
        var chosen = format.chosen();
        var made = document.get();
        return Response.ok(chosen == Format.TEXT ? text.apply(made) : made, chosen.type())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
