package dev.runlog.bench;

import java.util.concurrent.Callable;

/**
 * Warms up until that brings no more: callers keep the compiler waiting for the processors for minutes, in which the rate
 * may stand still for some rounds and rise again.
 */
final class Steady {
    private static final double GAIN = 1.05;
    private static final int MOST_ROUNDS = 40;
    private static final int ROUNDS_WITHOUT_GAIN = 6;

    private Steady() {}

    /** @param round gives its rate */
    static void warmUp(Callable<Double> round) throws Exception {
        double best = round.call();
        int without = 0;
        for (int i = 1; i < MOST_ROUNDS && without < ROUNDS_WITHOUT_GAIN; i++) {
            var rate = round.call();
            without = rate > best * GAIN ? 0 : without + 1;
            best = Math.max(best, rate);
        }
    }
}
