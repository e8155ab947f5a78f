package dev.runlog.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a credential may be used for. The constants are what annotations name. */
public enum Scope {
    RUNS_READ(Scope.READ_RUNS),
    LOGS_READ(Scope.READ_LOGS),
    INGEST_WRITE(Scope.WRITE),
    ADMIN(Scope.ADMINISTER);

    public static final String READ_RUNS = "runs:read";
    public static final String READ_LOGS = "logs:read";
    public static final String WRITE = "ingest:write";
    public static final String ADMINISTER = "admin";

    /** What the Container API's own route needs: part of {@link #WRITE}, and of nothing where that stands open. */
    public static final String LOG_AS_SDK = "container-api";

    static final String EXPECTED =
            "one of " + Arrays.stream(values()).map(Scope::label).collect(Collectors.joining(", "));

    private final String label;

    Scope(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.label.equals(text)).findFirst();
    }
}
