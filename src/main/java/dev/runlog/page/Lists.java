package dev.runlog.page;

import dev.runlog.page.ListSource.Keyed;
import dev.runlog.page.Page.Count;
import dev.runlog.platform.Json;
import dev.runlog.problem.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers every list address alike: parameters, format, page or stream, count and the link to the next page. */
@ApplicationScoped
public class Lists {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_LIMIT = 1000;

    /** What most take as JSON. */
    private static final int ITEM_BYTES = 512;

    private final Rows rows;
    private final LongPages longPages;
    private final Streams streams;
    private final Json json;
    private final Clock clock;

    Lists(Rows rows, LongPages longPages, Streams streams, Json json, Clock clock) {
        this.rows = rows;
        this.longPages = longPages;
        this.streams = streams;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param listing reads its filters and sort from the parameters
     * @throws Refusal for anything wrong in the parameters, or where no acceptable format is offered
     */
    public <T> Response answer(
            Request request, Layout<T> layout, Function<Parameters, ? extends ListSource<T>> listing) {
        return asked(request, layout, listing).answer();
    }

    /** As {@link #answer}, to be answered later. */
    public <T> Asked<T> asked(
            Request request, Layout<T> layout, Function<Parameters, ? extends ListSource<T>> listing) {
        var parameters = Parameters.ofList(request.uri(), clock.instant());
        var given = parameters.number("limit", 1, MOST_LIMIT);
        var counting = parameters.flag("count");
        var format = Negotiation.of(request, parameters, layout.formats());
        var list = listing.apply(parameters);
        parameters.check();
        return new Asked<>(request, parameters, list, layout, format.chosen(), given, counting);
    }

    /** A list that is asked for in a way that can be answered. */
    public final class Asked<T> {
        private final Request request;
        private final Parameters parameters;
        private final ListSource<T> list;
        private final Layout<T> layout;
        private final Format format;
        private final OptionalLong limit;
        private final boolean counting;

        private Asked(
                Request request,
                Parameters parameters,
                ListSource<T> list,
                Layout<T> layout,
                Format format,
                OptionalLong limit,
                boolean counting) {
            this.request = request;
            this.parameters = parameters;
            this.list = list;
            this.layout = layout;
            this.format = format;
            this.limit = limit;
            this.counting = counting;
        }

        /** Those that were found to be without fault. */
        public Parameters parameters() {
            return parameters;
        }

        /** Reads the list as it is now. */
        public Response answer() {
            if (format != Format.JSON && limit.isEmpty()) {
                return Response.ok(streams.all(list, parameters, layout, format, request.routing()), format.type())
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .build();
            }
            var most = (int) limit.orElse(DEFAULT_LIMIT);
            return page(request, parameters, list, layout, format, most, counting);
        }
    }

    /** What a list address is asked with. */
    public record Request(UriInfo uri, HttpHeaders headers, RoutingContext routing) {}

    private <T> Response page(
            Request request,
            Parameters parameters,
            ListSource<T> list,
            Layout<T> layout,
            Format format,
            int limit,
            boolean counting) {
        var slice = list.page(rows, parameters.cursor(), limit, ListSource.ORDINARY);
        var isLong = slice.early();
        if (isLong) {
            longPages.take(request.routing());
            slice = list.page(rows, parameters.cursor(), limit);
        }
        var items = slice.items().stream().map(Keyed::item).toList();
        var next = slice.more() ? cursor(parameters, slice.end()) : null;
        var response = Response.ok().type(format.type()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (next != null) {
            response.header(HttpHeaders.LINK, link(request, next));
        }
        if (format != Format.JSON) {
            return response.entity(streams.of(items, layout, format)).build();
        }
        var page = new Page<>(items, next, counting ? count(list) : null);
        // Whole, with its length: the framework would send it in pieces of eight kilobytes.
        return response.entity(
                        isLong ? streams.of(page, request.routing()) : json.buffer(page, ITEM_BYTES * items.size()))
                .build();
    }

    private static String cursor(Parameters parameters, List<Object> end) {
        return new Cursor(parameters.began(), end).encode(parameters.scope());
    }

    /** Absolute, but for a caller that did not say which host it means: HTTP/1.0 need not. */
    private static String link(Request request, String cursor) {
        var asked = request.routing().request();
        var host = asked.authority() == null ? "" : asked.authority().toString();
        var others = asked.query() == null
                ? Stream.<String>empty()
                : Stream.of(asked.query().split("&")).filter(parameter -> !parameter.startsWith("cursor="));
        var query = Stream.concat(others, Stream.of("cursor=" + cursor)).collect(Collectors.joining("&"));
        var origin = host.isBlank() ? "" : asked.scheme() + "://" + host;
        var next = URI.create(asked.path() + "?" + query).toASCIIString();
        return "<" + origin + next + ">; rel=\"next\"";
    }

    private Count count(ListSource<?> list) {
        return Count.of(list.count(rows, Count.MOST + 1));
    }
}
