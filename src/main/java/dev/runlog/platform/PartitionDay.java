package dev.runlog.platform;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A UTC day as a partition: what it is called and which run ids it holds. */
record PartitionDay(LocalDate day) {
    private static final int DIGITS = 8;

    /** The day that a partition's name ends in. */
    static PartitionDay ofName(String name) {
        return new PartitionDay(
                LocalDate.parse(name.substring(name.length() - DIGITS), DateTimeFormatter.BASIC_ISO_DATE));
    }

    String nameFor(String table) {
        return table + "_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    /** Inclusive. */
    long from() {
        return TimeOrderedId.lowerBound(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Exclusive. */
    long to() {
        return new PartitionDay(day.plusDays(1)).from();
    }
}
