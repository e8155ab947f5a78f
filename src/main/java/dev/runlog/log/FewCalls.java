package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.run.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * Failed calls of addresses with a common beginning, where they are so few that it is quicker to read and sort them than to
 * look for them among all failed calls.
 */
@ApplicationScoped
class FewCalls {
    private static final int MOST = 500;
    /** What the index has of an address. */
    private static final int INDEXED = 64;
    /** Behind all others as UTF-8 orders them. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final Rows rows;

    FewCalls(Rows rows) {
        this.rows = rows;
    }

    /** Whether few that are seen have such an address. */
    boolean beginWith(Seen seen, String uri) {
        return rows.one(some(seen, uri), row -> row.getInt(1)).orElseThrow() <= MOST;
    }

    /** How many of them there are, as far as that matters. */
    static Statement some(Seen seen, String uri) {
        var filter = narrowed(seen.ofRuns("e.connector_id", "e.run_id", Set.of()), uri);
        return new Statement("""
                select count(*)
                from (select 1 from log_entry e where %s limit :most) as found
                """.formatted(filter.sql()))
                .bindAll(filter.binds())
                .write("most", MOST + 1);
    }

    /** Narrows to those that the index finds, which may have more behind what it looks at. */
    static Filter narrowed(Filter filter, String uri) {
        var beginning = uri.codePoints()
                .limit(INDEXED)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return filter.bind("uriFrom", beginning).bind("uriTo", beginning + LAST).and("""
                e.source = 1
                  and left(e.request_uri, 64) collate "C" between :uriFrom and :uriTo""");
    }
}
