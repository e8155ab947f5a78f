package dev.runlog.log;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.problem.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the first entries of some runs by time without sorting all of them, though no index has the times of a run: each
 * run is read by number, and only while what is left of it may stand before what was found. Entries that arrive meanwhile
 * are left out. For one page.
 */
final class RunsByTime {
    /** As long as one question may take. */
    private static final Duration MOST_TIME = Duration.ofSeconds(5);

    private static final int FEW_AT_ONCE = 20;
    private static final int MOST_AT_ONCE = 320;
    private static final int MOST_DOUBLED = 10;
    private static final int MOST_SPARE_AT_ONCE = 20_000;
    private static final int LEAST_STEP = 32;
    private static final String SELECT = "select e.run_id, e.seq, e.logged_at from log_entry e\nwhere ";

    private final Rows rows;
    private final Entries entries;
    private final int limit;
    private final long deadline = System.nanoTime() + MOST_TIME.toNanos();
    private List<Place> found = List.of();
    private int lots;

    /**
     * What is asked for of each run.
     *
     * @param conditions on {@code log_entry e}
     * @param first behind which the list goes on
     * @param last behind which it ends
     */
    record Entries(String conditions, Map<String, Object> binds, boolean descending, Place first, Place last) {
        int sign() {
            return descending ? -1 : 1;
        }

        private String way() {
            return descending ? " desc" : "";
        }
    }

    RunsByTime(Rows rows, Entries entries, int limit) {
        this.rows = rows;
        this.entries = entries;
        this.limit = limit;
    }

    /** The first of them, as many as the limit. */
    List<Place> of(SomeRuns runs) {
        var ahead = runs.spans().stream()
                .map(span -> new RunAhead(span, runs.wanted().mostIn(span), entries.sign()))
                .toList();
        ahead.forEach(run -> run.skipTo(entries.first));
        for (var lot = lot(ahead); !lot.isEmpty(); lot = lot(ahead)) {
            read(lot);
            lots++;
        }
        return found;
    }

    /** Runs that are to be read next: those that may have what comes first, as many as may fill the page. */
    private List<RunAhead> lot(List<RunAhead> ahead) {
        var end = found.size() < limit ? entries.last : found.get(limit - 1);
        var lot = new ArrayList<RunAhead>();
        var doubled = Math.min(lots, MOST_DOUBLED);
        long most = found.size();
        long spare = 0;
        for (var run : (Iterable<RunAhead>) inOrder(ahead, end)::iterator) {
            var isEnough = most >= limit && found.size() < limit && lot.size() >= 1 << doubled;
            spare += run.isWhole() ? 0 : run.spareOfStep();
            var isMuch = spare > MOST_SPARE_AT_ONCE && !lot.isEmpty();
            if (isEnough || isMuch || lot.size() == Math.min(FEW_AT_ONCE << doubled, MOST_AT_ONCE)) {
                break;
            }
            lot.add(run);
            most += run.most();
        }
        return lot;
    }

    private static Stream<RunAhead> inOrder(List<RunAhead> ahead, Place end) {
        return ahead.stream()
                .filter(run -> !run.isOver() && !run.bound().isBehind(end))
                .sorted(Comparator.comparing(RunAhead::bound));
    }

    private void checkTime() {
        if (System.nanoTime() > deadline) {
            throw Problems.queryTooSlow();
        }
    }

    private void read(List<RunAhead> lot) {
        checkTime();
        var whole = lot.stream().filter(RunAhead::isWhole).toList();
        var steps = lot.stream().filter(run -> !run.isWhole()).toList();
        narrow(steps.stream().filter(run -> !run.hasBegun()).toList());
        var share = steps.isEmpty() ? 0 : Math.max(limit / steps.size(), LEAST_STEP);
        var read = rows.list(question(whole, steps, share), row -> Place.read(row, entries.sign()));
        var byRun = read.stream().collect(groupingBy(Place::runId));
        whole.forEach(RunAhead::end);
        steps.forEach(run -> run.read(byRun.getOrDefault(run.runId(), List.of()), run.step(share, limit)));
        found = Stream.concat(found.stream(), read.stream())
                .distinct() // a run that is read as a whole after steps comes again
                .sorted()
                .limit(limit)
                .toList();
    }

    private Statement question(List<RunAhead> whole, List<RunAhead> steps, int share) {
        var parts = steps.stream().map(run -> step(run, run.step(share, limit))).collect(Collectors.toList());
        if (!whole.isEmpty()) {
            parts.add(SELECT + entries.conditions + "\n  and e.run_id = any(:whole_runs)\n" + byTime() + "\nlimit "
                    + limit);
        }
        return new Statement(parts.stream().collect(joining(")\nunion all\n(", "(", ")")))
                .bindAll(entries.binds)
                .bind("whole_runs", idsOf(whole));
    }

    private List<Long> idsOf(List<RunAhead> runs) {
        return runs.stream().map(run -> entries.sign() * run.runId()).toList();
    }

    /** Written out, so that the database plans with the run's own partition only. */
    private String step(RunAhead run, int many) {
        var from = entries.descending ? -run.to() : run.from();
        var to = entries.descending ? -run.from() : run.to();
        return SELECT + entries.conditions + "\n  and e.run_id = " + entries.sign() * run.runId()
                + " and e.seq between " + from + " and " + to + "\norder by e.seq" + entries.way() + "\nlimit " + many;
    }

    /** Not by the index of all times, which the database takes for short where it takes the runs to be large. */
    private String byTime() {
        return "order by (e.logged_at + interval '0')%1$s, e.run_id%1$s, e.seq%1$s".formatted(entries.way());
    }

    /** Leaves out what surely stands before the first that is asked for, or behind the last. */
    private void narrow(List<RunAhead> runs) {
        var begins = searches(runs, entries.first);
        var ends = searches(runs, entries.last);
        var searches = Stream.concat(begins.stream(), ends.stream()).toList();
        while (searches.stream().anyMatch(search -> !search.isOver())) {
            look(searches.stream().filter(search -> !search.isOver()).toList());
        }
        begins.forEach(search -> search.run().narrow(search.low() + 1, Long.MAX_VALUE));
        ends.forEach(search -> search.run().narrow(Long.MIN_VALUE, search.high() - 1));
    }

    private static List<PlaceSearch> searches(List<RunAhead> runs, Place edge) {
        return runs.stream()
                .filter(run -> run.isCutBy(edge))
                .map(run -> new PlaceSearch(run, edge))
                .toList();
    }

    private void look(List<PlaceSearch> searches) {
        checkTime();
        var runIds = new ArrayList<Long>();
        var seqs = new ArrayList<Integer>();
        for (var search : searches) {
            for (var seq : search.probes()) {
                runIds.add(entries.sign() * search.run().runId());
                seqs.add((int) (entries.sign() * seq));
            }
        }
        var times = rows.list(probing(runIds, seqs), row -> Place.read(row, entries.sign())).stream()
                .collect(groupingBy(Place::runId, toMap(Place::seq, Place::time, (one, same) -> one)));
        searches.forEach(search -> search.look(times.getOrDefault(search.run().runId(), Map.of())));
    }

    static Statement probing(List<Long> runIds, List<Integer> seqs) {
        return new Statement("""
                select e.run_id, e.seq, e.logged_at
                from (select unnest(:runs) as run_id, unnest(:seqs) as seq) as looked
                join log_entry e on e.run_id = looked.run_id and e.seq = looked.seq
                """).bind("runs", runIds).bind("seqs", seqs);
    }
}
