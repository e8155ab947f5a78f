package dev.runlog.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a limited credential sees, in tests that have ids of their own making. */
public final class SeenOf {
    private SeenOf() {}

    public static Seen connectors(Integer... ids) {
        var names = Arrays.stream(ids).map(String::valueOf).collect(Collectors.toSet());
        return new Seen(
                Optional.of(names),
                Optional.empty(),
                wanted -> wanted.stream().map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new)));
    }

    public static Seen everything() {
        return new Seen(Optional.empty(), Optional.empty(), names -> Set.of());
    }
}
