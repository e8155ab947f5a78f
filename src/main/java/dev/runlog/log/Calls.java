package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Parameters;
import dev.runlog.page.TextSearch;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Which failed calls are asked for. */
record Calls(List<String> codes, List<String> methods, List<String> uris) {
    static Calls of(Parameters parameters) {
        var methods = parameters.anyOf("method").stream()
                .map(method -> method.toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
        return new Calls(Codes.of(parameters), methods, parameters.each("uri"));
    }

    /** Those of them among entries that something else finds. */
    Filter among(Filter filter) {
        var calls = codes.isEmpty() ? filter : filter.andUnguessed(String.join(" or ", codes));
        return ofUri(ofMethods(calls.and("e.source = 1")));
    }

    /** Those of them among all failed calls. */
    Filter ofAll(Filter filter) {
        if (!codes.isEmpty()) {
            return ofUri(ofMethods(filter.eitherOf(codes)));
        }
        return ofUri(methods.isEmpty() ? filter.and("e.source = 1") : filter.eitherOf(eachMethod(filter)));
    }

    private List<String> eachMethod(Filter filter) {
        return IntStream.range(0, methods.size())
                .mapToObj(i -> {
                    filter.bind("method" + i, methods.get(i));
                    return "e.method = :method" + i;
                })
                .toList();
    }

    private Filter ofMethods(Filter filter) {
        return methods.isEmpty() ? filter : filter.bind("methods", methods).andUnguessed("e.method = any(:methods)");
    }

    private Filter ofUri(Filter filter) {
        var beginnings =
                uris.stream().map(wanted -> TextSearch.escaped(wanted) + "%").toList();
        return uris.isEmpty() ? filter : filter.bind("uris", beginnings).andUnguessed("e.request_uri like any(:uris)");
    }
}
