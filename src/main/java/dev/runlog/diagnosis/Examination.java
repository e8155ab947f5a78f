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
    private static final int DOUBT = 300;

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
        var doubt = deployments.of(run, List.of()).map(Deployment::doubts).flatMap(Examination::first);
        return new Findings(lastWords.orElse(null), doubt.orElse(null));
    }

    private static Optional<String> first(List<String> doubts) {
        return doubts.stream().findFirst().map(doubt -> Words.cut(doubt, DOUBT));
    }
}
