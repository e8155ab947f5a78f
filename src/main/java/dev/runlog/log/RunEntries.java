package dev.runlog.log;

import dev.runlog.page.Cursor;
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
    private final Rows rows;
    private final Connectors connectors;

    RunEntries(Rows rows, Connectors connectors) {
        this.rows = rows;
        this.connectors = connectors;
    }

    /** The next entries behind {@code seq} that have one of the sources: none where there are none, else as fit. */
    public List<LogEntry> after(long runId, int seq, Collection<Source> sources, int limit) {
        var filter = Seen.ofRun("e.run_id", runId);
        if (sources.size() < Source.values().length) {
            filter.oneOf(
                    "e.source", "origins", sources.stream().map(Source::code).toList());
        }
        var behind = new Cursor(Instant.EPOCH, List.of((long) seq));
        return new LogList(connectors, filter, "seq")
                .page(rows, Optional.of(behind), limit, ListSource.ORDINARY).items().stream()
                        .map(Keyed::item)
                        .toList();
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
