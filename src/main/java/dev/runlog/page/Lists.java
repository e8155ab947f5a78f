package dev.runlog.page;

import dev.runlog.page.Page.Count;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Answers every list address alike: parameters, format, page or stream, count and the link to the next page. */
@ApplicationScoped
public class Lists {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_LIMIT = 1000;

    private final Rows rows;
    private final Streams streams;
    private final Clock clock;

    Lists(Rows rows, Streams streams, Clock clock) {
        this.rows = rows;
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * @param listing reads its filters and sort from the parameters
     * @throws Refusal for anything wrong in the parameters, or where no acceptable format is offered
     */
    public <T> Response answer(Request request, Layout<T> layout, Function<Parameters, Listing<T>> listing) {
        var parameters = Parameters.ofList(request.uri(), clock.instant());
        var given = parameters.number("limit", 1, MOST_LIMIT);
        var counting = parameters.flag("count");
        var format = format(request, parameters, layout.formats());
        var list = listing.apply(parameters);
        parameters.check();
        var chosen = format.orElseThrow(
                () -> new Refusal(ProblemCode.NOT_ACCEPTABLE, "Offered here: " + Format.types(layout.formats()) + "."));
        if (chosen != Format.JSON && given.isEmpty()) {
            return Response.ok(streams.all(list, parameters, layout, chosen, request.routing()), chosen.type())
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .build();
        }
        var limit = (int) given.orElse(DEFAULT_LIMIT);
        return page(request, parameters, list, layout, chosen, limit, counting);
    }

    /** What a list address is asked with. */
    public record Request(UriInfo uri, HttpHeaders headers, RoutingContext routing) {}

    private static Optional<Format> format(Request request, Parameters parameters, List<Format> offered) {
        var named = parameters.one("format");
        if (named.isEmpty()) {
            return Format.accepted(request.headers().getAcceptableMediaTypes(), offered);
        }
        var format = Format.of(named.get(), offered);
        if (format.isEmpty()) {
            parameters.fault("format", "must be one of " + Format.labels(offered));
            return Optional.of(Format.JSON);
        }
        return format;
    }

    private <T> Response page(
            Request request,
            Parameters parameters,
            Listing<T> list,
            Layout<T> layout,
            Format format,
            int limit,
            boolean counting) {
        var keyed = rows.list(
                list.rows(parameters.cursor(), OptionalInt.of(limit + 1)),
                row -> new Keyed<>(list.read(row), list.keysOf(row)));
        var items = new ArrayList<T>();
        keyed.stream().limit(limit).forEach(row -> items.add(row.item()));
        var next = keyed.size() <= limit
                ? null
                : new Cursor(parameters.began(), keyed.get(limit - 1).keys()).encode(parameters.scope());
        var response = Response.ok().type(format.type()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (next != null) {
            response.header(HttpHeaders.LINK, link(request, next));
        }
        if (format != Format.JSON) {
            return response.entity(streams.of(items, layout, format)).build();
        }
        return response.entity(new Page<>(items, next, counting ? count(list) : null))
                .build();
    }

    private record Keyed<T>(T item, List<Object> keys) {}

    private static String link(Request request, String cursor) {
        var next = request.uri().getRequestUriBuilder().replaceQueryParam("cursor", cursor);
        return "<" + next.build() + ">; rel=\"next\"";
    }

    private Count count(Listing<?> list) {
        return Count.of(rows.one(list.counted(Count.MOST + 1), Lists::number).orElse(0L));
    }

    private static Long number(java.sql.ResultSet row) throws SQLException {
        return row.getLong(1);
    }
}
