package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Layout;
import dev.runlog.page.Lists;
import dev.runlog.page.Lists.Request;
import dev.runlog.page.Parameters;
import dev.runlog.page.Rows;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Connectors;
import dev.runlog.run.Seen;
import dev.runlog.run.Sights;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which groups of errors there are, in a window of time or at all. */
@ApplicationScoped
class ErrorGroups {
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final int MINUTES = 60;

    private final Lists lists;
    private final Rows rows;
    private final Rollup rollup;
    private final LogFilter filters;
    private final Connectors connectors;
    private final Sights sights;

    ErrorGroups(Lists lists, Rows rows, Rollup rollup, LogFilter filters, Connectors connectors, Sights sights) {
        this.lists = lists;
        this.rows = rows;
        this.rollup = rollup;
        this.filters = filters;
        this.connectors = connectors;
        this.sights = sights;
    }

    Response list(Request request) {
        rollup.fold();
        return lists.answer(request, Layout.plain(), this::listing);
    }

    private ErrorGroupList listing(Parameters parameters) {
        var seen = sights.seen();
        var byRun = seen.isOneRun() || Stream.of("site", "version", "processId").anyMatch(parameters::has);
        var parts = parts(seen, byRun, parameters.anyOf("connector"));
        var processIds = parameters.ids("processId");
        if (!processIds.isEmpty()) {
            parts.oneOf("h.run_id", "runs", sights.runIds(seen, processIds));
        }
        var from = parameters.time("from").orElse(parameters.began().minus(WINDOW));
        var to = parameters.time("to");
        parts.anyOf("r.site", "sites", parameters.anyOf("site"))
                .anyOf("r.version", "versions", parameters.anyOf("version"))
                .and("h.last_at >= :from", "from", from);
        to.ifPresent(end -> parts.and("h.first_at < :to", "to", end));
        if (!byRun) {
            parts.and("h.hour >= :first", "first", hourOf(from));
            to.ifPresent(end -> parts.and("h.hour <= :last", "last", hourOf(end.minusNanos(1))));
        }
        return list(seen, parts, byRun, filters.ofGroups(parameters), parameters.sort(ErrorGroupList.SORTS));
    }

    /** Hours are of connectors and do not tell runs apart. */
    private static Filter parts(Seen seen, boolean byRun, Set<String> names) {
        return byRun ? seen.ofRuns("h.connector_id", "h.run_id", names) : seen.ofConnectors("h.connector_id", names);
    }

    private ErrorGroupList list(Seen seen, Filter parts, boolean byRun, Filter groups, String sort) {
        var source = byRun ? ErrorGroupList.BY_RUN : ErrorGroupList.BY_HOUR;
        return new ErrorGroupList(connectors, source, parts, groups, sort, !seen.isEverything());
    }

    private static int hourOf(Instant time) {
        var hour = Math.floorDiv(time.getEpochSecond(), 60L * MINUTES);
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, hour));
    }

    /** @throws Refusal 404 where nothing of it has been seen, or all has gone */
    ErrorGroup get(String fingerprint) {
        rollup.fold();
        var number = Fingerprint.ofHex(fingerprint).orElseThrow(ErrorGroups::unknown);
        var seen = sights.seen();
        var list = list(
                seen,
                parts(seen, seen.isOneRun(), Set.of()).and("h.fingerprint = :group", "group", number),
                seen.isOneRun(),
                Seen.ofTitles().and("g.fingerprint = :group"),
                ErrorGroupList.SORTS.get(0));
        return rows.one(list.rows(Optional.empty(), 1), list::read).orElseThrow(ErrorGroups::unknown);
    }

    private static Refusal unknown() {
        return new Refusal(ProblemCode.ERROR_GROUP_NOT_FOUND, "No error of this fingerprint has been seen.");
    }
}
