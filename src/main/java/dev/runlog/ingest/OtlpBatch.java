package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.ingest.OtlpAnswer.PartialSuccess;
import dev.runlog.ingest.OtlpRuns.Claim;
import dev.runlog.log.LogRow;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What one OTLP request comes to. Whoever reads its encoding tells it what there is: each record, then the end of its
 * scope, then that of its resource; for what these are called may stand behind the records. For one thread.
 */
final class OtlpBatch {
    /** A run costs a registration, a record does not. */
    private static final int MOST_RUNS = 1_000;

    private final OtlpReader reader;
    private final Writer writer;
    private final int most;

    private final List<OtlpRecord> ofScope = new ArrayList<>();
    private final List<LogRow> ofResource = new ArrayList<>();
    private final Map<Reason, Integer> rejectedOfResource = new EnumMap<>(Reason.class);

    private final Map<UUID, List<LogRow>> runs = new LinkedHashMap<>();
    private final Map<UUID, Claim> claims = new LinkedHashMap<>();
    private final Set<UUID> contradictory = new HashSet<>();
    private final Set<UUID> partlyNamed = new HashSet<>();
    private final Map<Reason, Integer> rejected = new EnumMap<>(Reason.class);
    private int records;

    private enum Reason {
        NO_RUN("of a resource without " + OtlpResourceNames.PROCESS_ID + " that is a UUID"),
        NO_MESSAGE("without a body and an event name"),
        TOO_DEEP("that nest deeper than 32");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** @param most records that a request may have */
    OtlpBatch(OtlpReader reader, Writer writer, int most) {
        this.reader = reader;
        this.writer = writer;
        this.most = most;
    }

    /**
     * A record that is about to be read.
     *
     * @throws Refusal 413 where there are too many
     */
    OtlpRecord record() {
        if (records == most) {
            throw new Refusal(ProblemCode.TOO_LARGE, "The request is over the bound of " + most + " log records.");
        }
        records++;
        var next = new OtlpRecord();
        ofScope.add(next);
        return next;
    }

    void endScope(String name) throws IOException {
        for (var sent : ofScope) {
            if (sent.isTooDeep()) {
                rejectedOfResource.merge(Reason.TOO_DEEP, 1, Integer::sum);
            } else if (!OtlpReader.hasMessage(sent)) {
                rejectedOfResource.merge(Reason.NO_MESSAGE, 1, Integer::sum);
            } else {
                ofResource.add(reader.row(sent, name));
            }
        }
        ofScope.clear();
    }

    /** @throws Refusal 403 where the resource is not among what may be written to, 413 where there are too many runs */
    void endResource(OtlpResourceNames names) {
        var run = names.processId();
        if (run.isEmpty()) {
            var all = ofResource.size()
                    + rejectedOfResource.values().stream()
                            .mapToInt(count -> count)
                            .sum();
            rejectedOfResource.clear();
            if (all > 0) {
                rejected.merge(Reason.NO_RUN, all, Integer::sum);
            }
        } else if (!ofResource.isEmpty()) {
            add(run.get(), names);
        }
        rejectedOfResource.forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
        rejectedOfResource.clear();
        ofResource.clear();
    }

    private void add(UUID run, OtlpResourceNames names) {
        if (!writer.reaches(run)) {
            throw Access.outside();
        }
        names.connector().ifPresent(writer::require);
        var rows = runs.computeIfAbsent(run, first -> new ArrayList<>());
        if (runs.size() > MOST_RUNS) {
            throw new Refusal(ProblemCode.TOO_LARGE, "The request is over the bound of " + MOST_RUNS + " runs.");
        }
        rows.addAll(ofResource);
        if (names.areAll()) {
            var claim = new Claim(
                    run,
                    names.connector().orElseThrow(),
                    names.site().orElseThrow(),
                    names.version().orElseThrow());
            var first = claims.putIfAbsent(run, claim);
            if (first != null && !first.equals(claim)) {
                contradictory.add(run);
            }
        } else if (names.areSome()) {
            partlyNamed.add(run);
        }
    }

    /** The entries of each run, in the order they came in. */
    Map<UUID, List<LogRow>> runs() {
        return runs;
    }

    /** What the first resource of each run that says all of it says the run is. */
    Collection<Claim> claims() {
        return claims.values();
    }

    /** When the run's first entry was, as far as that can be believed. */
    Instant firstOf(UUID run) {
        return runs.get(run).stream()
                .map(LogRow::loggedAt)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** @param contradicted runs that are known otherwise than the request has them */
    OtlpAnswer answer(Set<UUID> contradicted) {
        var otherwise = new HashSet<>(contradicted);
        otherwise.addAll(contradictory);
        var words = new ArrayList<String>();
        if (!rejected.isEmpty()) {
            var reasons = rejected.entrySet().stream().map(each -> each.getValue() + " " + each.getKey().words);
            words.add("Log records rejected: " + reasons.collect(Collectors.joining(", ")) + ".");
        }
        partlyNamed.removeAll(claims.keySet());
        if (!partlyNamed.isEmpty()) {
            words.add("Runs named in part only: " + partlyNamed.size() + "; to register one takes all of "
                    + OtlpResourceNames.OF_REGISTRATION + ".");
        }
        if (!otherwise.isEmpty()) {
            words.add("Runs known with another of " + OtlpResourceNames.OF_REGISTRATION + ": " + otherwise.size()
                    + "; the first stay.");
        }
        if (words.isEmpty()) {
            return new OtlpAnswer(null);
        }
        var count = rejected.values().stream().mapToInt(each -> each).sum();
        return new OtlpAnswer(new PartialSuccess(Integer.toString(count), String.join(" ", words)));
    }
}
