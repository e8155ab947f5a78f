package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Parameters;
import dev.runlog.page.TextSearch;
import dev.runlog.platform.Retention;
import dev.runlog.run.FewRuns;
import dev.runlog.run.RunSpan;
import dev.runlog.run.Seen;
import dev.runlog.run.Sights;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads which entries are asked for. The conditions speak of {@code log_entry e} and {@code run r}. */
@ApplicationScoped
class LogFilter {
    private static final String SOURCES =
            "one of " + Arrays.stream(Source.values()).map(Source::label).collect(Collectors.joining(", "));
    /** What {@code log_count} has for all connectors together. */
    static final int ALL_CONNECTORS = 0;

    private static final List<String> NOT_COUNTED = List.of("site", "version", "processId", "q", "fingerprint");

    private final Sights sights;
    private final FewRuns fewRuns;
    private final FewCalls fewCalls;
    private final LevelTimes levelTimes;
    private final Retention retention;

    LogFilter(Sights sights, FewRuns fewRuns, FewCalls fewCalls, LevelTimes levelTimes, Retention retention) {
        this.sights = sights;
        this.fewRuns = fewRuns;
        this.fewCalls = fewCalls;
        this.levelTimes = levelTimes;
        this.retention = retention;
    }

    /**
     * Which entries are asked for.
     *
     * @param filter without the runs
     * @param ofFew whether the filter names calls that are few
     * @param runs of which they are; empty where they may be of any
     */
    record Selection(Filter filter, boolean ofFew, Optional<SomeRuns> runs) {
        private Selection with(Filter narrower) {
            return new Selection(narrower, ofFew, runs);
        }

        /** The filter with the runs. */
        Filter whole() {
            runs.ifPresent(some -> filter.oneOf("e.run_id", "runs", some.ids()));
            return filter;
        }
    }

    /** Entries across the runs that are seen; refused where the parameters are, before anything is asked for. */
    Selection acrossRuns(Parameters parameters) {
        return acrossRuns(parameters, sights.seen());
    }

    Selection acrossRuns(Parameters parameters, Seen seen) {
        return acrossRuns(parameters, seen, false);
    }

    private Selection acrossRuns(Parameters parameters, Seen seen, boolean calls) {
        var places = new Places(
                parameters.anyOf("connector"),
                parameters.anyOf("site"),
                parameters.anyOf("version"),
                parameters.ids("processId"));
        var filter = narrow(seen.ofRuns("e.connector_id", "e.run_id", places.connectors), parameters);
        var from = parameters.time("from");
        var to = parameters.time("to");
        parameters.check();
        var spans = spans(seen, places);
        var wanted = Wanted.of(parameters, calls);
        if (spans.isEmpty()) {
            filter.anyOf("r.site", "sites", places.sites).anyOf("r.version", "versions", places.versions);
            if (!areAllLabels(parameters.anyOf("level"))) {
                levelTimes.narrow(filter, seen, places.connectors, wanted);
            }
        }
        return new Selection(filter, false, spans.map(some -> SomeRuns.of(some, wanted, from, to)));
    }

    /** Which have an index. */
    private static boolean areAllLabels(Set<String> levels) {
        return !levels.isEmpty() && levels.stream().allMatch(level -> Severity.ownLabel(level) != null);
    }

    private record Places(Set<String> connectors, Set<String> sites, Set<String> versions, Set<UUID> processIds) {
        boolean areAnywhere() {
            return sites.isEmpty() && versions.isEmpty();
        }
    }

    /** Of runs that are named or few; empty where all may be meant. */
    private Optional<List<RunSpan>> spans(Seen seen, Places places) {
        if (!seen.isOneRun() && places.processIds.isEmpty()) {
            return places.areAnywhere()
                    ? Optional.empty()
                    : fewRuns.of(seen, places.connectors, places.sites, places.versions)
                            .map(this::notExpired);
        }
        var named = places.processIds.isEmpty() ? seen.runIds() : sights.runIds(seen, places.processIds);
        var wanted = places.areAnywhere() ? named : fewRuns.among(seen, named, places.sites, places.versions);
        return Optional.of(notExpired(fewRuns.spans(wanted)));
    }

    private List<RunSpan> notExpired(List<RunSpan> spans) {
        return spans.stream()
                .filter(span -> !retention.logsExpired(span.runId()))
                .toList();
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
        return fingerprints(parameters, filter, "g.fingerprint");
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
        return fingerprints(parameters, filter, "e.fingerprint");
    }

    private static Filter fingerprints(Parameters parameters, Filter filter, String column) {
        return parameters.has("fingerprint")
                ? filter.oneOf(column, "fingerprints", parameters.anyKnown("fingerprint", Fingerprint::ofHex))
                : filter;
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
            filter.eitherOf(either(numbers, labels));
        }
        parameters
                .one("minLevel", Severity::of, Severity.EXPECTED)
                .ifPresent(severity -> filter.and("e.level <= " + severity.number()));
    }

    /** Each label is a branch of its own, in which its index gives the order. */
    private static List<String> either(List<Integer> levels, List<String> labels) {
        var ofLevels = levels.isEmpty() ? "" : "e.level in (" + listed(levels) + ")";
        var others = levels.isEmpty() ? "" : " and e.level not in (" + listed(levels) + ")";
        var either = labels.stream().distinct().map(label -> "e.label = '" + label + "'" + others);
        return Stream.concat(Stream.of(ofLevels).filter(condition -> !condition.isEmpty()), either)
                .toList();
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
        var calls = Calls.of(parameters);
        var among = acrossRuns(parameters, seen, true);
        if (parameters.has("connector") || among.runs().isPresent() || !seen.isEverything()) {
            return among.with(calls.among(among.filter()));
        }
        return !calls.uris().isEmpty() && fewCalls.beginWith(seen, calls.uris())
                ? new Selection(FewCalls.narrowed(calls.among(among.filter()), calls.uris()), true, Optional.empty())
                : among.with(calls.ofAll(among.filter()));
    }

    /** Filters of one run's failed calls. */
    static Filter ofCallsOfRun(long runId, Parameters parameters) {
        return Calls.of(parameters).among(ofRun(runId, parameters));
    }
}
