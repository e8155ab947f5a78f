package dev.runlog.run;

/** Says of a failed run what its counts do not tell. It is implemented where all evidence is read, above this package. */
public interface Examiner {

    /** Looks by bounded questions, and sees what the transaction sees that it is called in. */
    Findings examine(long runId, Run run);

    /**
     * What was found. Of the connector's states it tells no more than this, for whoever may see the run alone may see it.
     *
     * @param lastWords the stack trace, uncaught exception or last words in the output, cut; null where there are none
     * @param deploymentInDoubt whether something speaks against the build or sync of the run's version
     */
    record Findings(String lastWords, boolean deploymentInDoubt) {}
}
