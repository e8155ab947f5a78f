package dev.runlog.diagnosis;

import dev.runlog.output.OutputStore;
import dev.runlog.output.OutputTail;
import dev.runlog.output.StandardStream;
import dev.runlog.run.Run;

/** Reads what runs wrote last, a bounded part of it. */
record OutputTails(OutputStore output) {
    private static final int BYTES = 64 * 1024;

    Output of(long runId, Run run) {
        return Output.of(
                tail(runId, StandardStream.STDOUT, run.output().stdoutBytes()),
                tail(runId, StandardStream.STDERR, run.output().stderrBytes()));
    }

    private OutputTail tail(long runId, StandardStream stream, long size) {
        return size == 0 ? OutputTail.NONE : output.tail(runId, stream, size, BYTES);
    }
}
