package dev.runlog.diagnosis;

import dev.runlog.diagnosis.TimelineItem.Source;
import dev.runlog.log.RunEntries;
import dev.runlog.output.OutputStore;
import dev.runlog.output.StandardStream;
import dev.runlog.page.Cursor;
import dev.runlog.page.Parameters;
import dev.runlog.run.Connectors;
import dev.runlog.run.OutputTallies;
import dev.runlog.run.Run;
import dev.runlog.run.RunStore;
import dev.runlog.run.Seen;
import dev.runlog.state.StateMoment;
import dev.runlog.state.StateStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes timelines of runs. */
@ApplicationScoped
class Timelines {
    private static final int BATCH = 250;

    private final RunStore runs;
    private final RunEntries entries;
    private final OutputStore output;
    private final OutputTallies tallies;
    private final StateStore states;
    private final Connectors connectors;
    private final Clock clock;

    Timelines(
            RunStore runs,
            RunEntries entries,
            OutputStore output,
            OutputTallies tallies,
            StateStore states,
            Connectors connectors,
            Clock clock) {
        this.runs = runs;
        this.entries = entries;
        this.output = output;
        this.tallies = tallies;
        this.states = states;
        this.connectors = connectors;
        this.clock = clock;
    }

    /** Reads which sources are asked for from the parameters. */
    Timeline of(Seen seen, long runId, Parameters parameters) {
        var asked = parameters.anyOf("source", Source::of, Source.EXPECTED);
        var sources = asked.isEmpty() ? EnumSet.allOf(Source.class) : asked;
        var part = new Part(seen, runId, runs.closeUp(runId).run(), sources, clock.instant());
        return new Timeline(part::strands, part::count);
    }

    /** What is asked for of one run. */
    private final class Part {
        private final long runId;
        private final Run run;
        private final Set<Source> sources;
        private final Instant until;
        private final Optional<Integer> connector;

        /** Who sees but one run does not see what is its connector's. */
        Part(Seen seen, long runId, Run run, Set<Source> sources, Instant now) {
            this.runId = runId;
            this.run = run;
            this.sources = sources;
            this.until = run.finishedAt() == null ? now : run.finishedAt();
            this.connector = Optional.ofNullable(run.connector())
                    .filter(name -> !seen.isOneRun())
                    .flatMap(connectors::idOf);
        }

        /** The keys of a cursor: the time, then those of each source in this order. */
        List<Strand> strands(Optional<Cursor> after) {
            return List.of(ofRun(after), ofStates(after), ofEntries(after), ofLines(after));
        }

        private Strand ofRun(Optional<Cursor> after) {
            var taken = after.map(cursor -> cursor.number(1)).orElse(0L);
            return sources.contains(Source.RUN) ? new Strands.OfRun(run, taken) : new Strands.Silent(List.of(taken));
        }

        private Strand ofStates(Optional<Cursor> after) {
            var key = after.map(cursor -> new StateMoment.Key(cursor.time(2), cursor.text(3), (int) cursor.number(4)))
                    .orElse(firstState());
            if (connector.isEmpty() || !sources.contains(Source.STATE)) {
                return new Strands.Silent(List.of(key.at(), key.stateId(), (long) key.change()));
            }
            return new Strands.OfStates(behind -> states.moments(connector.get(), until, behind, BATCH), key);
        }

        private StateMoment.Key firstState() {
            return StateMoment.Key.before(run.startedAt());
        }

        private Strand ofEntries(Optional<Cursor> after) {
            var key = after.map(cursor -> cursor.number(5)).orElse(0L);
            var wanted = logSources();
            return wanted.isEmpty()
                    ? new Strands.Silent(List.of(key))
                    : new Strands.OfEntries(seq -> entries.after(runId, seq, wanted, BATCH), countEntries(), key);
        }

        private Set<dev.runlog.log.Source> logSources() {
            return EnumSet.allOf(dev.runlog.log.Source.class).stream()
                    .filter(source -> sources.contains(Source.of(source.label()).orElseThrow()))
                    .collect(Collectors.toSet());
        }

        private Strand ofLines(Optional<Cursor> after) {
            var lines = after.map(cursor -> cursor.from(6));
            return new Strands.OfLines(output.walk(tallies.of(runId), streams(), lines));
        }

        private Set<StandardStream> streams() {
            return EnumSet.allOf(StandardStream.class).stream()
                    .filter(stream -> sources.contains(Source.of(stream.label()).orElseThrow()))
                    .collect(Collectors.toSet());
        }

        long count(long most) {
            long count =
                    sources.contains(Source.RUN) ? Strands.OfRun.events(run).size() : 0;
            if (connector.isPresent() && sources.contains(Source.STATE)) {
                count += states.countMoments(connector.get(), until, firstState(), (int) most);
            }
            count += countEntries();
            var tally = tallies.of(runId);
            return count
                    + streams().stream()
                            .mapToLong(stream -> stream.in(tally).lines())
                            .sum();
        }

        private long countEntries() {
            var application = sources.contains(Source.APPLICATION) ? run.logs().total() - run.apiFailures() : 0;
            return application + (sources.contains(Source.CONTAINER_API) ? run.apiFailures() : 0);
        }
    }
}
