package dev.runlog.diagnosis;

import dev.runlog.log.ErrorGroup;
import dev.runlog.log.Fingerprint;
import dev.runlog.log.LogExcerpt;
import dev.runlog.log.RunError;
import dev.runlog.run.Run;
import java.util.List;
import java.util.Optional;

/**
 * Errors or failed calls of one run that are alike.
 *
 * @param sample the first of them; empty where it is past its retention
 */
record Group(RunError counted, Optional<LogExcerpt> sample) {

    String fingerprint() {
        return Fingerprint.hex(counted.fingerprint());
    }

    /** One line that stands for all. */
    String title() {
        return sample.map(Words::title).orElse("no longer kept");
    }

    FailedCalls failedCalls() {
        return new FailedCalls(
                sample.map(LogExcerpt::method).orElse(null),
                sample.map(LogExcerpt::path).orElse(null),
                sample.map(LogExcerpt::responseCode).orElse(null),
                counted.entries());
    }

    /** As error groups are shown everywhere, but of this run only. */
    ErrorGroup of(Run run) {
        return new ErrorGroup(
                fingerprint(),
                sample.map(Words::titleOfGroup).orElse(""),
                counted.severity().number(),
                counted.source().label(),
                counted.entries(),
                1,
                listed(run.connector()),
                listed(run.version()),
                listed(run.site()),
                counted.firstAt(),
                counted.lastAt(),
                new ErrorGroup.Sample(run.processId(), counted.firstSeq()));
    }

    private static List<String> listed(String known) {
        return known == null ? List.of() : List.of(known);
    }
}
