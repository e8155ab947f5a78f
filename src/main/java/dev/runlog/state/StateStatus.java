package dev.runlog.state;

import java.util.Set;
import java.util.regex.Pattern;

/** The rules of a status, which is any word of its form. */
public final class StateStatus {
    public static final String EXPECTED = "1 to 64 of a-z, 0-9, _ and -, such as pending, running or done";

    static final String DONE = "done";

    private static final Pattern FORM = Pattern.compile("[a-z0-9_-]{1,64}");
    private static final Set<String> TERMINAL = Set.of(DONE, "failed", "cancelled");

    private StateStatus() {}

    public static boolean isWellFormed(String status) {
        return FORM.matcher(status).matches();
    }

    /** Whether nothing can follow it. */
    static boolean isTerminal(String status) {
        return TERMINAL.contains(status);
    }
}
