package dev.runlog.ingest;

import dev.runlog.ingest.EntryReader.Level;
import dev.runlog.log.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** OTLP's severities in ours (OpenTelemetry, "Logs Data Model", SeverityNumber and its short names). */
final class OtlpSeverity {
    /** From 1. */
    private static final Severity[] BY_NUMBER = {
        Severity.DEBUG, Severity.DEBUG, Severity.DEBUG, Severity.DEBUG,
        Severity.DEBUG, Severity.DEBUG, Severity.DEBUG, Severity.DEBUG,
        Severity.INFO, Severity.NOTICE, Severity.NOTICE, Severity.NOTICE,
        Severity.WARNING, Severity.WARNING, Severity.WARNING, Severity.WARNING,
        Severity.ERROR, Severity.CRITICAL, Severity.CRITICAL, Severity.CRITICAL,
        Severity.ALERT, Severity.EMERGENCY, Severity.EMERGENCY, Severity.EMERGENCY
    };

    private static final int NUMBERS_OF_A_NAME = 4;

    /** The first of its numbers is the name alone; the second to fourth are written behind it. */
    private static final List<String> SHORT_NAMES = List.of("trace", "debug", "info", "warn", "error", "fatal");

    private static final Map<String, Severity> BY_NAME = byName();

    private OtlpSeverity() {}

    private static Map<String, Severity> byName() {
        var severities = new HashMap<String, Severity>();
        for (int i = 0; i < BY_NUMBER.length; i++) {
            var place = i % NUMBERS_OF_A_NAME + 1;
            severities.put(SHORT_NAMES.get(i / NUMBERS_OF_A_NAME) + (place == 1 ? "" : place), BY_NUMBER[i]);
        }
        return Map.copyOf(severities);
    }

    /**
     * The level of a record; info where neither says one.
     *
     * @param number out of 1–24 where the text counts
     * @param text OTLP's short name or one of ours, in any case
     */
    static Level level(int number, String text) {
        if (number >= 1 && number <= BY_NUMBER.length) {
            return new Level(BY_NUMBER[number - 1], null);
        }
        var named = BY_NAME.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return new Level(named, null);
        }
        return Level.of(text).orElse(Level.DEFAULT);
    }
}
