package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Parameters;
import dev.runlog.page.TextSearch;
import dev.runlog.run.FewRuns;
import dev.runlog.run.Seen;
import dev.runlog.run.Sights;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads which entries are asked for. The conditions speak of {@code log_entry e} and {@code run r}. */
@ApplicationScoped
class LogFilter {
    private static final String SOURCES =
            "one of " + Arrays.stream(Source.values()).map(Source::label).collect(Collectors.joining(", "));
    /** What {@code log_count} has for all connectors together. */
    private static final int ALL_CONNECTORS = 0;

    private static final List<String> NOT_COUNTED = List.of("site", "version", "processId", "q", "fingerprint");

    private final Sights sights;
    private final FewRuns fewRuns;
    private final FewCalls fewCalls;

    LogFilter(Sights sights, FewRuns fewRuns, FewCalls fewCalls) {
        this.sights = sights;
        this.fewRuns = fewRuns;
        this.fewCalls = fewCalls;
    }

    /**
     * Which entries are asked for.
     *
     * @param ofFew whether the filter names runs or calls that are few, or runs that the caller has named
     */
    record Selection(Filter filter, boolean ofFew) {}

    /** Entries across the runs that are seen. */
    Selection acrossRuns(Parameters parameters) {
        return acrossRuns(parameters, sights.seen());
    }

    Selection acrossRuns(Parameters parameters, Seen seen) {
        var connectors = parameters.anyOf("connector");
        var sites = parameters.anyOf("site");
        var versions = parameters.anyOf("version");
        var processIds = parameters.ids("processId");
        var filter = narrow(seen.ofRuns("e.connector_id", "e.run_id", connectors), parameters);
        var namesRuns = seen.isOneRun() || !processIds.isEmpty();
        if (!namesRuns && !(sites.isEmpty() && versions.isEmpty())) {
            var few = fewRuns.of(seen, connectors, sites, versions);
            if (few.isPresent()) {
                return new Selection(filter.oneOf("e.run_id", "runs", few.get()), true);
            }
        }
        if (!processIds.isEmpty()) {
            filter.oneOf("e.run_id", "runs", sights.runIds(seen, processIds));
        }
        filter.anyOf("r.site", "sites", sites).anyOf("r.version", "versions", versions);
        return new Selection(filter, namesRuns);
    }

    /** The same as {@link #acrossRuns}, checked before, on {@code log_count c}; empty where that does not tell. */
    Optional<Filter> ofCounts(Parameters parameters) {
        var seen = sights.seen();
        var filter = seen.ofCounts("c.connector_id", parameters.anyOf("connector"), ALL_CONNECTORS);
        var exact = parameters.anyOf("level");
        filter.anyOf(
                "c.level",
                "levels",
                exact.stream()
                        .flatMap(text -> Severity.of(text).stream())
                        .map(Severity::number)
                        .toList());
        parameters
                .one("minLevel", Severity::of, Severity.EXPECTED)
                .ifPresent(severity -> filter.and("c.level <= :minLevel", "minLevel", severity.number()));
        var sources = parameters.anyOf("source", Source::of, SOURCES).stream()
                .map(Source::code)
                .toList();
        filter.anyOf("c.source", "origins", sources);
        var asksMore = seen.isOneRun()
                || NOT_COUNTED.stream().anyMatch(parameters::has)
                || exact.stream().anyMatch(text -> Severity.ownLabel(text) != null);
        return asksMore ? Optional.empty() : Optional.of(filter);
    }

    /** Filters of {@code error_group g}. */
    Filter ofGroups(Parameters parameters) {
        var filter = Seen.ofTitles();
        var levels = parameters.anyOf("level", Severity::of, Severity.EXPECTED).stream()
                .map(Severity::number)
                .toList();
        filter.anyOf("g.level", "levels", levels);
        parameters
                .one("minLevel", Severity::of, Severity.EXPECTED)
                .ifPresent(severity -> filter.and("g.level <= :minLevel", "minLevel", severity.number()));
        var sources = parameters.anyOf("source", Source::of, SOURCES).stream()
                .map(Source::code)
                .toList();
        filter.anyOf("g.source", "origins", sources);
        TextSearch.narrow(parameters, filter, "g.title");
        var fingerprints = parameters.anyOf("fingerprint", Fingerprint::ofHex, "16 hex digits");
        return filter.anyOf("g.fingerprint", "fingerprints", fingerprints);
    }

    /** Filters of one run's entries. */
    static Filter ofRun(long runId, Parameters parameters) {
        var filter = ofTail(runId, parameters);
        afterSeq(parameters).ifPresent(seq -> filter.and("e.seq > :afterSeq", "afterSeq", seq));
        return filter;
    }

    /** Filters of one run's entries, wherever they begin. */
    static Filter ofTail(long runId, Parameters parameters) {
        return narrow(Seen.ofRun("e.run_id", runId), parameters);
    }

    /** Behind which entry to begin. */
    static OptionalInt afterSeq(Parameters parameters) {
        var seq = parameters.number("afterSeq", 0, Integer.MAX_VALUE);
        return seq.isPresent() ? OptionalInt.of((int) seq.getAsLong()) : OptionalInt.empty();
    }

    private static Filter narrow(Filter filter, Parameters parameters) {
        levels(parameters, filter);
        var sources = parameters.anyOf("source", Source::of, SOURCES).stream()
                .map(Source::code)
                .toList();
        filter.anyOf("e.source", "origins", sources);
        TextSearch.narrow(parameters, filter, "e.message");
        parameters.time("from").ifPresent(from -> filter.and("e.logged_at >= :from", "from", from));
        parameters.time("to").ifPresent(to -> filter.and("e.logged_at < :to", "to", to));
        var fingerprints = parameters.anyOf("fingerprint", Fingerprint::ofHex, "16 hex digits");
        return filter.anyOf("e.fingerprint", "fingerprints", fingerprints);
    }

    /** A severity finds all that rank as it; {@code success} and {@code report} only those so labelled. */
    private static void levels(Parameters parameters, Filter filter) {
        var exact = parameters.anyOf("level", text -> Severity.of(text).map(severity -> text), Severity.EXPECTED);
        if (!exact.isEmpty()) {
            var labels = exact.stream()
                    .filter(text -> Severity.ownLabel(text) != null)
                    .map(Severity::ownLabel)
                    .toList();
            var numbers = exact.stream()
                    .filter(text -> Severity.ownLabel(text) == null)
                    .flatMap(text -> Severity.of(text).stream())
                    .map(Severity::number)
                    .toList();
            if (labels.isEmpty()) {
                filter.and("e.level in (" + listed(numbers) + ")");
            } else {
                filter.and("(e.level = any(:levels) or e.label = any(:labels))", "levels", numbers)
                        .bind("labels", labels);
            }
        }
        parameters
                .one("minLevel", Severity::of, Severity.EXPECTED)
                .ifPresent(severity -> filter.and("e.level <= " + severity.number()));
    }

    /** Written out, so that the database sees which of its partial indexes hold all that is asked for. */
    private static String listed(List<Integer> levels) {
        return levels.stream().distinct().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Failed calls across the runs that are seen. */
    Selection ofCalls(Parameters parameters) {
        return ofCalls(parameters, sights.seen());
    }

    /**
     * A connector's index, and the key of a run, find fewer entries than that of a response code. Only failed calls have
     * one: that is not said beside it, since the database would take what is rare twice for as good as none.
     */
    Selection ofCalls(Parameters parameters, Seen seen) {
        var among = acrossRuns(parameters, seen);
        if (parameters.has("connector") || among.ofFew() || !seen.isEverything()) {
            return new Selection(ofCallsAmong(among.filter(), parameters), among.ofFew());
        }
        var uri = parameters.one("uri").filter(wanted -> fewCalls.beginWith(seen, wanted));
        return uri.isPresent()
                ? new Selection(FewCalls.narrowed(ofCallsAmong(among.filter(), parameters), uri.get()), true)
                : new Selection(ofAllCalls(among.filter(), parameters), false);
    }

    private static Filter ofAllCalls(Filter filter, Parameters parameters) {
        var codes = Codes.of(parameters);
        var methods = methods(parameters);
        if (!codes.isEmpty()) {
            return narrowCalls(filter.eitherOf(codes), methods, parameters);
        }
        var wanted = methods.isEmpty() ? filter.and("e.source = 1") : filter.eitherOf(eachOf(methods, filter));
        return narrowCalls(wanted, List.of(), parameters);
    }

    private static List<String> methods(Parameters parameters) {
        return parameters.anyOf("method").stream()
                .map(method -> method.toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private static List<String> eachOf(List<String> methods, Filter filter) {
        return IntStream.range(0, methods.size())
                .mapToObj(i -> {
                    filter.bind("method" + i, methods.get(i));
                    return "e.method = :method" + i;
                })
                .toList();
    }

    /** Filters of one run's failed calls. */
    static Filter ofCallsOfRun(long runId, Parameters parameters) {
        return ofCallsAmong(ofRun(runId, parameters), parameters);
    }

    static Filter ofCallsAmong(Filter filter, Parameters parameters) {
        var codes = Codes.of(parameters);
        var calls = codes.isEmpty() ? filter : filter.andUnguessed(String.join(" or ", codes));
        return narrowCalls(calls.and("e.source = 1"), methods(parameters), parameters);
    }

    private static Filter narrowCalls(Filter filter, List<String> methods, Parameters parameters) {
        if (!methods.isEmpty()) {
            filter.bind("methods", methods).andUnguessed("e.method = any(:methods)");
        }
        parameters
                .one("uri")
                .ifPresent(uri ->
                        filter.bind("uri", TextSearch.escaped(uri) + "%").andUnguessed("e.request_uri like :uri"));
        return filter;
    }
}
