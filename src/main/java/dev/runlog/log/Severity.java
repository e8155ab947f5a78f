package dev.runlog.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The severities of syslog (RFC 5424, 6.2.1). They count down: "error or worse" is a number of at most 3. */
public enum Severity {
    EMERGENCY,
    ALERT,
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFO,
    DEBUG;

    public static final String EXPECTED =
            "one of 0-7, emergency, alert, critical, error, warning, notice, info, debug, "
                    + "success, report (or emerg, panic, crit, err, warn, information)";

    private static final Severity[] BY_NUMBER = values();
    private static final Map<String, Severity> ALIASES = Map.of(
            "emerg", EMERGENCY,
            "panic", EMERGENCY,
            "crit", CRITICAL,
            "err", ERROR,
            "warn", WARNING,
            "information", INFO,
            "success", INFO,
            "report", INFO);
    private static final Map<String, Severity> BY_NAME =
            Arrays.stream(BY_NUMBER).collect(Collectors.toMap(Severity::label, Function.identity()));

    private final String label = name().toLowerCase(Locale.ROOT);

    public int number() {
        return ordinal();
    }

    /** The syslog name in lower case. */
    public String label() {
        return label;
    }

    public boolean isErrorOrWorse() {
        return number() <= ERROR.number();
    }

    public static Severity of(int number) {
        return BY_NUMBER[number];
    }

    /** The label to keep beside the severity: {@code success} or {@code report}; null where the severity's own name does. */
    public static String ownLabel(String text) {
        var label = text.toLowerCase(Locale.ROOT);
        return label.equals("success") || label.equals("report") ? label : null;
    }

    /** Reads the digit, the name or an alias, in any case. */
    public static Optional<Severity> of(String text) {
        if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '7') {
            return Optional.of(of(text.charAt(0) - '0'));
        }
        var name = text.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_NAME.getOrDefault(name, ALIASES.get(name)));
    }
}
