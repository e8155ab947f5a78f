package dev.runlog.diagnosis;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a run and why, as far as the evidence tells.
 *
 * @param verdict the first one that fits
 * @param steps the five steps of the walk, in order
 * @param nextActions what to do about it, the most promising first, 5 at most
 * @param alsoFits every other verdict that fits, in order
 */
@Schema
record Diagnosis(
        UUID processId,
        Verdict verdict,
        String summary,
        Confidence confidence,
        List<Step> steps,
        List<String> nextActions,
        List<Verdict> alsoFits,
        Comparison comparison) {

    /** The same evidence gives the same diagnosis. */
    static Diagnosis of(Evidence evidence) {
        var fitting = Verdict.fitting(evidence);
        var verdict = fitting.get(0);
        return new Diagnosis(
                evidence.run().processId(),
                verdict,
                Summary.of(verdict, evidence),
                Confidence.in(verdict, evidence),
                Steps.of(evidence),
                NextActions.of(fitting, evidence),
                fitting.subList(1, fitting.size()),
                evidence.comparison());
    }
}
