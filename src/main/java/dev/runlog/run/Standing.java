package dev.runlog.run;

/**
 * How far a run is, as far as those who follow it must know.
 *
 * @param lastSeq the number of its last entry; all up to it are visible; 0 where there is none
 */
public record Standing(long runId, int lastSeq, Phase phase) {

    /** What becomes of a run, step by step. */
    public record Phase(boolean isRegistered, RunStatus status) {
        public static Phase of(Run run) {
            return new Phase(run.connector() != null, run.status());
        }

        public boolean isOver() {
            return switch (status) {
                case SUCCEEDED, FAILED -> true;
                case RUNNING, LOST -> false;
            };
        }
    }
}
