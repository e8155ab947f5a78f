package dev.runlog.run;

/** Says of a failed run what its counts do not tell. It is implemented where all evidence is read, above this package. */
public interface Examiner {

    /** Looks by bounded questions, and sees what the transaction sees that it is called in. */
    Findings examine(long runId, Run run);

    /** The same for those who only read. */
    Findings look(long runId, Run run);

    /**
     * What was found. Of the connector's states it tells no more than this, for whoever may see the run alone may see it.
     *
     * @param lastWords the stack trace, uncaught exception or last words in the output, cut; null where there are none
     * @param toldOfKill whether they say that the system killed the program
     * @param deploymentInDoubt whether something speaks against the build or sync of the run's version
     */
    record Findings(String lastWords, boolean toldOfKill, boolean deploymentInDoubt) {
        public static final Findings NONE = new Findings(null, false, false);

        /** These, but what {@code known} says of the output where that is past its retention. */
        public Findings behind(Findings known, Run run) {
            return run.logsExpired() ? new Findings(known.lastWords, known.toldOfKill, deploymentInDoubt) : this;
        }
    }
}
