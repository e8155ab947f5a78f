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

/** Examines a failed run for its failure in lists: the part of a diagnosis that the counts do not tell. */
@ApplicationScoped
class Examination implements Examiner {
    private final OutputTails tails;
    private final Deployments deployments;

    /** Reads through the pool that writes, and so within the transaction it is asked in. */
    Examination(OutputStore output, StateStore states, Connectors connectors, AgroalDataSource database) {
        var rows = Rows.of(database);
        this.tails = new OutputTails(output.reading(rows));
        this.deployments = new Deployments(states.reading(rows), connectors);
    }

    @Override
    public Findings examine(long runId, Run run) {
        var lastWords = tails.of(runId, run).crash().map(Output.Crash::words);
        var deployment = deployments.of(run, List.of());
        return new Findings(
                lastWords.orElse(null), deployment.map(Deployment::isInDoubt).orElse(false));
    }
}
