package dev.runlog.ingest;

import dev.runlog.access.Access;
import dev.runlog.ingest.GroupCommit.Outcome;
import dev.runlog.ingest.GroupCommit.Stored;
import dev.runlog.output.OutputStore;
import dev.runlog.output.RunOutput;
import dev.runlog.platform.Json;
import dev.runlog.platform.Retention;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Connectors;
import dev.runlog.run.OutputTallies;
import dev.runlog.run.OutputTally;
import dev.runlog.run.ReExamination;
import dev.runlog.run.RunKeys;
import dev.runlog.run.RunNews;
import dev.runlog.run.RunTallies;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The write path of output: under the lock of each run's tally its writes one after the other, then all rows at once. */
@ApplicationScoped
class OutputWrites {
    private static final int OK = 200;

    private final RunKeys keys;
    private final OutputTallies tallies;
    private final RunTallies counts;
    private final Connectors connectors;
    private final OutputStore output;
    private final IdempotencyStore idempotency;
    private final Retention retention;
    private final ReExamination reExamination;
    private final RunNews news;
    private final Json json;
    private final Clock clock;
    private final GroupCommit<OutputWrite> group;

    OutputWrites(
            RunKeys keys,
            OutputTallies tallies,
            RunTallies counts,
            Connectors connectors,
            OutputStore output,
            IdempotencyStore idempotency,
            Retention retention,
            ReExamination reExamination,
            RunNews news,
            Json json,
            Clock clock,
            AgroalDataSource database,
            IntakeBudget budget,
            IngestConfig config) {
        this.keys = keys;
        this.tallies = tallies;
        this.counts = counts;
        this.connectors = connectors;
        this.output = output;
        this.idempotency = idempotency;
        this.retention = retention;
        this.reExamination = reExamination;
        this.news = news;
        this.json = json;
        this.clock = clock;
        this.group = new GroupCommit<>("output", database, budget, config, this::store);
    }

    /** What a write is answered: how far the stream reaches now. */
    record Written(String stream, long size) {}

    /** Completes once the bytes are committed; see {@link GroupCommit#commit}. */
    CompletionStage<Answer> commit(OutputWrite write) {
        return group.commit(write);
    }

    @PreDestroy
    void stop() {
        group.close();
    }

    private Stored store(Connection connection, List<OutputWrite> writes) throws SQLException {
        var now = clock.instant();
        keys.prepare(now);
        var opened = keys.open(
                connection,
                writes.stream().map(OutputWrite::processId).distinct().toList(),
                now);
        var runs = lock(connection, new TreeSet<>(opened.runIds().values()));
        var used = new GroupKeys(idempotency, connection, writes, opened.runIds()::get);
        var owners = RunOwners.of(writes, opened, connectors, runIds -> counts.connectors(connection, runIds));
        var outcomes = new ArrayList<Outcome>();
        for (var write : writes) {
            var run = runs.get(opened.runIds().get(write.processId()));
            var runId = run.tally().runId();
            outcomes.add(
                    owners.reach(write, runId)
                            ? used.replay(write, runId).orElseGet(() -> place(write, run, used))
                            : new Outcome.Refused(Access.outside()));
        }
        var changed = runs.values().stream().filter(RunOutput::isChanged).toList();
        output.append(connection, changed);
        tallies.save(connection, changed.stream().map(RunOutput::tally).toList(), now);
        used.save(now);
        var late = changed.stream()
                .map(RunOutput::tally)
                .filter(OutputTally::failed)
                .map(OutputTally::runId)
                .toList();
        reExamination.note(connection, late);
        var kept = keys.withdraw(connection, opened, unused(opened, writes, outcomes));
        return new Stored(outcomes, () -> {
            keys.remember(kept);
            news.changed(kept.newRunIds());
            if (!late.isEmpty()) {
                reExamination.soon();
            }
        });
    }

    /** Runs that were made, but not by anything that was taken. */
    private static Set<UUID> unused(RunKeys.Opened opened, List<OutputWrite> writes, List<Outcome> outcomes) {
        var unused = new HashSet<>(opened.made());
        for (int i = 0; i < writes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Done) {
                unused.remove(writes.get(i).processId());
            }
        }
        return unused;
    }

    private Map<Long, RunOutput> lock(Connection connection, TreeSet<Long> runIds) throws SQLException {
        var locked = new TreeMap<Long, RunOutput>();
        tallies.lock(connection, runIds).forEach(tally -> locked.put(tally.runId(), new RunOutput(tally)));
        return locked;
    }

    private Outcome place(OutputWrite write, RunOutput run, GroupKeys used) {
        if (retention.logsExpired(run.tally().runId())) {
            return new Outcome.Refused(Problems.logsExpired());
        }
        var size = run.size(write.stream());
        var offset = write.offset().orElse(size);
        if (offset > size) {
            return new Outcome.Refused(gap(size));
        }
        var present = (int) Math.min(size - offset, write.bytes().length);
        run.append(write.stream(), write.bytes(), present, write.receivedAt());
        var written = new Written(write.stream().label(), run.size(write.stream()));
        var answer = new Answer(OK, json.write(written));
        used.done(write, run.tally().runId(), answer);
        return new Outcome.Done(answer);
    }

    private static Refusal gap(long size) {
        return new Refusal(
                ProblemCode.OFFSET_CONFLICT,
                "The write begins behind the end of the stream, which has " + size + " bytes so far.",
                List.of(),
                Map.of(OutputIngestResource.UPLOAD_OFFSET, Long.toString(size)));
    }
}
