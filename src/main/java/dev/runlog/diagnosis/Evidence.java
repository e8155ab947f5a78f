package dev.runlog.diagnosis;

import dev.runlog.log.LogExcerpt;
import dev.runlog.run.CloseUp;
import dev.runlog.run.Run;
import java.util.List;
import java.util.Optional;

/**
 * All that a diagnosis goes by.
 *
 * @param firstError the first thing that the application said at the levels 0 to 3
 * @param errors what the application said at these levels, the most frequent first, 20 at most
 * @param calls failed Container API calls, likewise
 * @param deployment empty where the run's connector is not known yet
 */
record Evidence(
        CloseUp seen,
        Optional<LogExcerpt> firstError,
        Optional<LogExcerpt> firstCall,
        List<Group> errors,
        List<Group> calls,
        Output output,
        Optional<Deployment> deployment,
        Comparison comparison) {
    static final int MOST_GROUPS = 20;

    Run run() {
        return seen.run();
    }

    /** The counts tell it even where the groups are past their retention: a failed call is at most one error. */
    boolean hasApplicationErrors() {
        return !errors.isEmpty() || run().logs().errorsOrWorse() > run().apiFailures();
    }

    /** Of a run that ended badly; what was kept of them where its output is past its retention. */
    Optional<String> lastWords() {
        return Optional.ofNullable(seen.counts().findings().lastWords());
    }

    boolean hasFailedCalls() {
        return run().apiFailures() > 0;
    }

    boolean hasLogged() {
        return run().logs().total() > 0;
    }

    boolean isDeploymentInDoubt() {
        return deployment.map(Deployment::isInDoubt).orElse(false);
    }
}
