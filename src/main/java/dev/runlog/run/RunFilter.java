package dev.runlog.run;

import dev.runlog.page.Filter;
import dev.runlog.page.Parameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads which runs are asked for. The conditions speak of {@code run r}. */
final class RunFilter {
    private static final int MOST_EXIT_CODE = 255;
    private static final long MOST_DURATION_MS = 1_000_000_000_000L;

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-fA-F]{16}");

    private static final String HAS_PROCESS_ID =
            "r.run_id in (select k.run_id from run_key k where k.process_id = any(:processes))";

    private static final String HAS_ERROR = """
            exists (
                    select 1
                    from run_error e
                    where e.run_id = r.run_id
                      and e.fingerprint = any(:fingerprints))""";

    private RunFilter() {}

    static Filter of(Parameters parameters, Seen seen, Instant now) {
        var filter = seen.ofRuns("r.connector_id", "r.run_id", parameters.anyOf("connector"));
        filter.anyOf("r.version", "versions", parameters.anyOf("version"))
                .anyOf("r.site", "sites", parameters.anyOf("site"));
        var processIds = parameters.ids("processId");
        if (!processIds.isEmpty()) {
            filter.and(HAS_PROCESS_ID, "processes", processIds);
        }
        status(filter, parameters.anyOf("status", RunStatus::of, RunStatus.EXPECTED), now);
        exitCode(filter, parameters);
        parameters.time("from").ifPresent(from -> filter.and("r.started_at >= :from", "from", from));
        parameters.time("to").ifPresent(to -> filter.and("r.started_at < :to", "to", to));
        if (parameters.has("fingerprint")) {
            filter.and(HAS_ERROR, "fingerprints", parameters.anyKnown("fingerprint", RunFilter::fingerprint));
        }
        duration(filter, "minDurationMs", ">=", parameters.number("minDurationMs", 0, MOST_DURATION_MS));
        duration(filter, "maxDurationMs", "<=", parameters.number("maxDurationMs", 0, MOST_DURATION_MS));
        return filter;
    }

    /** {@code lost} is what is stored as running and past its deadline. */
    private static void status(Filter filter, Set<RunStatus> wanted, Instant now) {
        if (wanted.isEmpty()) {
            return;
        }
        var either = new ArrayList<String>();
        for (var status : wanted) {
            switch (status) {
                case SUCCEEDED -> either.add("r.status = 'succeeded'");
                case FAILED -> either.add("r.status = 'failed'");
                case RUNNING -> either.add("r.status = 'running' and r.deadline_at > :now");
                case LOST -> either.add("r.status = 'running' and r.deadline_at <= :now");
            }
        }
        filter.bind("now", now).and("(" + String.join(" or ", either) + ")");
    }

    private static void exitCode(Filter filter, Parameters parameters) {
        var wanted = parameters.anyOf(
                "exitCode", RunFilter::exitCode, "a number from 0 to " + MOST_EXIT_CODE + ", or !0 for any but 0");
        if (wanted.isEmpty()) {
            return;
        }
        filter.and(wanted.stream()
                .map(code -> code.map(number -> "r.exit_code = " + number).orElse("r.exit_code <> 0"))
                .collect(Collectors.joining(" or ", "(", ")")));
    }

    /** The code; an empty one within for {@code !0}; nothing for what cannot be read. */
    private static Optional<Optional<Integer>> exitCode(String text) {
        if (text.equals("!0")) {
            return Optional.of(Optional.empty());
        }
        return Parameters.whole(text)
                .filter(code -> code >= 0 && code <= MOST_EXIT_CODE)
                .map(code -> Optional.of(code.intValue()));
    }

    private static Optional<Long> fingerprint(String text) {
        return FINGERPRINT.matcher(text).matches()
                ? Optional.of(HexFormat.fromHexDigitsToLong(text))
                : Optional.empty();
    }

    /** By the same rule as the run's own {@code durationMs}: whole milliseconds, none where clocks differ. */
    private static void duration(Filter filter, String name, String comparison, OptionalLong bound) {
        if (bound.isPresent()) {
            filter.and(
                    "r.finished_at is not null and "
                            + "date_trunc('milliseconds', greatest(r.finished_at - r.started_at, interval '0')) "
                            + comparison
                            + " :" + name + " * interval '1 ms'",
                    name,
                    bound.getAsLong());
        }
    }

    static List<String> sorts() {
        return List.of("-startedAt", "startedAt", "-finishedAt", "finishedAt");
    }
}
