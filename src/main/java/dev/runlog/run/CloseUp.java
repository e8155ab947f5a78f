package dev.runlog.run;

import dev.runlog.run.Examiner.Findings;

/** A run beside all that is counted of it, for those who look closer than a list does. */
public record CloseUp(Run run, Failure.Evidence counts) {

    /** The same with what has been found since it was kept. */
    public CloseUp having(Findings found) {
        var evidence = counts.having(found.behind(counts.findings(), run));
        return new CloseUp(run.failingAs(Failure.of(evidence)), evidence);
    }
}
