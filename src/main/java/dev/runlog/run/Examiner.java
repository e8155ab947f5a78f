package dev.runlog.run;

/** Says of a failed run what its counts do not tell. It is implemented where all evidence is read, above this package. */
public interface Examiner {

    /** Looks by bounded questions, and sees what the transaction sees that it is called in. */
    Findings examine(long runId, Run run);

    /**
     * What was found, in a few words each; null where nothing was.
     *
     * @param lastWords the stack trace, uncaught exception or last words in the output
     * @param deploymentDoubt what speaks against the build and sync of the run's version
     */
    record Findings(String lastWords, String deploymentDoubt) {}
}
