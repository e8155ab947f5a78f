package dev.runlog.bench;

import java.util.ArrayList;
import java.util.List;

/** One thing that is measured round by round: its values, and what the load itself cost. */
final class Series {
    private final List<Double> values = new ArrayList<>();
    private final List<Double> clientShares = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** @param used by all that share the machine, in the round of the value */
    void add(double value, CpuTime used) {
        add(value);
        loadedBy(used);
    }

    void loadedBy(CpuTime used) {
        clientShares.add(used.clientShare());
    }

    double median() {
        return median(values);
    }

    double clientShare() {
        return median(clientShares);
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
