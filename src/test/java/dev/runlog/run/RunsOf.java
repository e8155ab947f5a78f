package dev.runlog.run;

import dev.runlog.page.Rows;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Looks up runs, in tests that have tables of their own. */
public final class RunsOf {
    private RunsOf() {}

    public static List<RunSpan> site(Rows rows, String site) {
        return new FewRuns(rows)
                .of(SeenOf.everything(), Set.of(), Set.of(site), Set.of())
                .orElseThrow();
    }

    public static List<RunSpan> named(Rows rows, Collection<Long> runIds) {
        return new FewRuns(rows).spans(runIds);
    }
}
