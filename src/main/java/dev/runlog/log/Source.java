package dev.runlog.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who made an entry: the connector itself, or the Container API about a call that failed. */
public enum Source {
    APPLICATION(0),
    CONTAINER_API(1);

    private final int code;
    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Source(int code) {
        this.code = code;
    }

    /** How it is stored. */
    public int code() {
        return code;
    }

    public String label() {
        return label;
    }

    static Source of(int code) {
        return code == CONTAINER_API.code ? CONTAINER_API : APPLICATION;
    }

    static Optional<Source> of(String label) {
        return Arrays.stream(values())
                .filter(source -> source.label().equals(label))
                .findFirst();
    }
}
