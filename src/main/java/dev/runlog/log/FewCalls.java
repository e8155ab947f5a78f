package dev.runlog.log;

import dev.runlog.page.Filter;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.run.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Failed calls of addresses with some beginnings, where they are so few that it is quicker to read and sort them than to
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
    boolean beginWith(Seen seen, List<String> uris) {
        return rows.one(some(seen, uris), row -> row.getInt(1)).orElseThrow() <= MOST;
    }

    /** How many of them there are, as far as that matters. */
    static Statement some(Seen seen, List<String> uris) {
        var filter = seen.ofRuns("e.connector_id", "e.run_id", Set.of()).and("e.source = 1");
        var branches = beginnings(filter, uris).stream()
                .map(beginning ->
                        "(select 1 from log_entry e where " + filter.sql() + "\n  and " + beginning + "\nlimit :most)")
                .toList();
        return new Statement("""
                select count(*)
                from (select 1 from (%s) as each limit :most) as found
                """.formatted(String.join("\nunion all\n", branches)))
                .bindAll(filter.binds())
                .write("most", MOST + 1);
    }

    /** Narrows to those that the index finds, which may have more behind what it looks at. */
    static Filter narrowed(Filter filter, List<String> uris) {
        return filter.and("e.source = 1").and("(" + String.join(" or ", beginnings(filter, uris)) + ")");
    }

    private static List<String> beginnings(Filter filter, List<String> uris) {
        var each = new ArrayList<String>();
        for (int i = 0; i < uris.size(); i++) {
            var beginning = beginning(uris.get(i));
            filter.bind("uriFrom" + i, beginning).bind("uriTo" + i, beginning + LAST);
            each.add("left(e.request_uri, 64) collate \"C\" between :uriFrom" + i + " and :uriTo" + i);
        }
        return each;
    }

    private static String beginning(String uri) {
        return uri.codePoints()
                .limit(INDEXED)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
