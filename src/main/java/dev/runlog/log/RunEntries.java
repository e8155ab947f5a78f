package dev.runlog.log;

import dev.runlog.page.Cursor;
import dev.runlog.page.Filter;
import dev.runlog.page.ListSource;
import dev.runlog.page.ListSource.Keyed;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.run.Connectors;
import dev.runlog.run.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The entries of one run, by their number. */
@ApplicationScoped
public class RunEntries {
    private static final int NEXT = 1_000;
    private static final int MOST_CALLS = 20_000;
    private static final int LAST = Integer.MAX_VALUE;

    private final Rows rows;
    private final Connectors connectors;

    RunEntries(Rows rows, Connectors connectors) {
        this.rows = rows;
        this.connectors = connectors;
    }

    /**
     * A part of a run's entries that was looked through.
     *
     * @param entries those of it that were looked for
     * @param seq where looking goes on, behind which all of these stand
     * @param isLast whether nothing was there behind {@code seq}
     */
    public record Stretch(List<LogEntry> entries, int seq, boolean isLast) {
        private static Stretch of(List<LogEntry> entries, int seq) {
            return new Stretch(entries, seq, entries.isEmpty());
        }
    }

    /** The next entries behind {@code seq} that have one of the sources, as fit; there may be none before the last stretch. */
    public Stretch after(long runId, int seq, Collection<Source> sources, int limit) {
        if (sources.size() == Source.values().length) {
            return Stretch.of(read(Seen.ofRun("e.run_id", runId), seq, limit), seq);
        }
        return sources.contains(Source.APPLICATION)
                ? applicationAfter(runId, seq, limit)
                : Stretch.of(read(ofSource(runId, Source.CONTAINER_API), seq, limit), seq);
    }

    /**
     * No index leads to what the application says, which is most of a run: it is looked for among the entries that come
     * next, and where these are all failed calls, the stretch is as many of them as follow each other, up to a bound.
     */
    private Stretch applicationAfter(long runId, int seq, int limit) {
        var found = read(amongNext(runId, seq), seq, limit);
        if (!found.isEmpty()) {
            return new Stretch(found, seq, false);
        }
        int passed = rows.one(callsFrom(runId, seq), row -> row.getInt(1)).orElseThrow();
        return new Stretch(found, seq + passed, passed == 0);
    }

    private List<LogEntry> read(Filter filter, int seq, int limit) {
        var behind = new Cursor(Instant.EPOCH, List.of((long) seq));
        return new LogList(connectors, filter, "seq")
                .page(rows, Optional.of(behind), limit, ListSource.ORDINARY).items().stream()
                        .map(Keyed::item)
                        .toList();
    }

    private static Filter ofSource(long runId, Source source) {
        return Seen.ofRun("e.run_id", runId).oneOf("e.source", "origins", List.of(source.code()));
    }

    /** What the application said among so many entries behind {@code seq}: they are numbered without gaps. */
    static Filter amongNext(long runId, int seq) {
        return ofSource(runId, Source.APPLICATION).and("e.seq <= :last", "last", Math.min(seq, LAST - NEXT) + NEXT);
    }

    /** The number of failed calls that stand directly behind {@code seq} with nothing between them, counted so far. */
    static Statement callsFrom(long runId, int seq) {
        return new Statement("""
                select count(*)
                from (
                    select seq, row_number() over (order by seq) as place
                    from log_entry
                    where run_id = :run and source = 1 and seq > :seq
                    order by seq
                    limit :most) as calls
                where seq = :seq + place
                """).bind("run", runId).bind("seq", seq).write("most", MOST_CALLS);
    }

    /** The beginnings of those entries that are there, by their number. */
    public Map<Integer, LogExcerpt> excerpts(long runId, Collection<Integer> seqs) {
        return rows.list(numbered(runId, seqs), RunEntries::excerpt).stream()
                .collect(Collectors.toMap(LogExcerpt::seq, Function.identity()));
    }

    static Statement numbered(long runId, Collection<Integer> seqs) {
        return new Statement("""
                select seq, level, source, left(message, 1000), method, request_uri, response_code,
                       left(response_body, 500)
                from log_entry
                where run_id = :run
                  and seq = any(:wanted)
                """).bind("run", runId).bind("wanted", seqs);
    }

    private static LogExcerpt excerpt(ResultSet row) throws SQLException {
        var uri = row.getString(6);
        return new LogExcerpt(
                row.getInt(1),
                Severity.of(row.getInt(2)),
                Source.of(row.getInt(3)),
                row.getString(4),
                row.getString(5),
                uri == null ? null : Fingerprint.path(uri),
                row.getObject(7, Integer.class),
                row.getString(8));
    }
}
