package dev.runlog.diagnosis;

import dev.runlog.output.OutputStore;
import dev.runlog.page.Rows;
import dev.runlog.run.Connectors;
import dev.runlog.run.Examiner;
import dev.runlog.run.Run;
import dev.runlog.state.StateStore;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Examines a failed run for its failure in lists: the part of a diagnosis that the counts do not tell. */
@ApplicationScoped
class Examination implements Examiner {
    private final Reader within;
    private final Reader committed;

    /** Through the pool that writes it reads within the transaction it is asked in. */
    Examination(OutputStore output, StateStore states, Connectors connectors, AgroalDataSource database) {
        var writing = Rows.of(database);
        this.within = Reader.of(output.reading(writing), states.reading(writing), connectors);
        this.committed = Reader.of(output, states, connectors);
    }

    private record Reader(OutputTails tails, Deployments deployments) {
        static Reader of(OutputStore output, StateStore states, Connectors connectors) {
            return new Reader(new OutputTails(output), new Deployments(states, connectors));
        }

        Findings read(long runId, Run run) {
            return found(tails.of(runId, run), deployments.of(run, List.of()));
        }
    }

    @Override
    public Findings examine(long runId, Run run) {
        return within.read(runId, run);
    }

    @Override
    public Findings look(long runId, Run run) {
        return committed.read(runId, run);
    }

    static Findings found(Output output, Optional<Deployment> deployment) {
        return new Findings(
                output.crash().map(Output.Crash::words).orElse(null),
                output.crash().filter(crash -> crash.trace().tellsOfKill()).isPresent(),
                deployment.map(Deployment::isInDoubt).orElse(false));
    }
}
