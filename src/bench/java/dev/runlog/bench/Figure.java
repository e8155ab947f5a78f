package dev.runlog.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param value median of the rounds
 * @param limit what it is held against, in the same unit, median of the same rounds
 * @param aim the ratio to reach; null where there is none
 * @param clientShare the load's own part of the processor time, 0 to 1
 */
record Figure(String name, String unit, double value, String limitName, double limit, Aim aim, double clientShare) {

    /** A ratio of at least or at most so much. */
    record Aim(boolean atMost, double ratio) {
        static Aim atLeast(double ratio) {
            return new Aim(false, ratio);
        }

        static Aim atMost(double ratio) {
            return new Aim(true, ratio);
        }

        boolean isMetBy(double reached) {
            return atMost ? reached <= ratio : reached >= ratio;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.2f", atMost ? "≤" : "≥", ratio);
        }
    }

    double ratio() {
        return value / limit;
    }

    /** Null where there is no aim. */
    Boolean met() {
        return aim == null ? null : (Boolean) aim.isMetBy(ratio());
    }
}
