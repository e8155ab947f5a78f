package dev.runlog.log;

import dev.runlog.log.ErrorGroup.Sample;
import dev.runlog.page.Cursor;
import dev.runlog.page.Filter;
import dev.runlog.page.Listing;
import dev.runlog.page.Statement;
import dev.runlog.run.Connectors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Error groups by when they were last seen or by how often, summed up from their counts by the hour. */
final class ErrorGroupList implements Listing<ErrorGroup> {
    static final List<String> SORTS = List.of("-lastSeen", "-count");

    /** Hours of all runs, by connector. */
    static final String BY_HOUR = """
            select h.fingerprint, h.connector_id, h.entries, h.runs, h.first_at, h.last_at
            from error_hour h
            where h.entries > 0
              and\s""";

    /** Runs, where hours do not tell: which ones, and of which site and version they were. */
    static final String BY_RUN = """
            select h.fingerprint, coalesce(h.connector_id, -1), h.entries, 1 as runs, h.first_at, h.last_at
            from run_error h
            join run r on r.run_id = h.run_id
            where\s""";

    /** The first line with something on it of {@code log_entry entry}. */
    static final String TITLE = """
            left(coalesce(
                substring(regexp_replace(entry.message, '\\x1b\\[[0-9;?]*[ -/]*[@-~]', '', 'g')
                          from '\\S[^\\r\\n]*'),
                entry.message), 200)""";

    private static final String TITLED = "join error_group g on g.fingerprint = s.fingerprint";

    /** As {@link #TITLED}, from an entry that is seen: the title that is kept is of whoever had the error first. */
    private static final String TITLED_AS_SEEN = """
            join lateral (
                select known.fingerprint, coalesce(own.level, known.level) as level, known.source,
                       coalesce(own.title, '(expired)') as title
                from error_group known
                left join lateral (
                    select entry.level, %s as title
                    from run_error h
                    join run r on r.run_id = h.run_id
                    join log_entry entry on entry.run_id = h.run_id and entry.seq = h.first_seq
                    where %s
                    order by h.run_id desc
                    limit 1) as own on true
                where known.fingerprint = s.fingerprint) as g on true""";

    private static final String SUMMED = """
            select h.fingerprint, sum(h.entries)::bigint as entries, greatest(sum(h.runs), 1)::bigint as runs,
                   min(h.first_at) as first_at, max(h.last_at) as last_at,
                   array_agg(distinct h.connector_id) as connectors
            from (%s) as h (fingerprint, connector_id, entries, runs, first_at, last_at)
            group by h.fingerprint
            """;

    private final Connectors connectors;
    private final String parts;
    private final Filter ofParts;
    private final Filter ofGroups;
    private final boolean byCount;
    private final boolean isPart;

    /**
     * @param parts {@link #BY_HOUR} or {@link #BY_RUN}
     * @param ofParts conditions on those
     * @param ofGroups conditions on {@code error_group g}
     * @param sort one of {@link #SORTS}
     * @param isPart whether the conditions leave out what the caller may not see
     */
    ErrorGroupList(Connectors connectors, String parts, Filter ofParts, Filter ofGroups, String sort, boolean isPart) {
        this.connectors = connectors;
        this.parts = parts;
        this.ofParts = ofParts;
        this.ofGroups = ofGroups;
        this.byCount = sort.equals("-count");
        this.isPart = isPart;
    }

    private String summed() {
        return SUMMED.formatted(parts + ofParts.sql());
    }

    @Override
    public Statement rows(Optional<Cursor> after, int limit) {
        var key = byCount ? "s.entries" : "s.last_at";
        var behind = after.isEmpty() ? "" : "\n  and (" + key + ", g.fingerprint) < (:key, :fingerprint)";
        var statement = new Statement("""
                select page.*, newest.process_id, newest.first_seq, %s as versions, %s as sites
                from (
                    select g.fingerprint, g.title, g.level, g.source, s.entries, s.runs, s.first_at, s.last_at,
                           s.connectors
                    from (%s) as s
                    %s
                    where %s%s
                    order by %s desc, g.fingerprint desc
                    limit :limit) as page
                left join lateral (
                    select r.process_id, h.first_seq
                    from run_error h
                    join run r on r.run_id = h.run_id
                    where %s
                    order by h.run_id desc
                    limit 1) as newest on true
                order by %s desc, page.fingerprint desc
                """.formatted(
                        places(1, "version"),
                        places(2, "site"),
                        summed(),
                        titled(),
                        ofGroups.sql(),
                        behind,
                        key,
                        runsOf("page"),
                        key.replace("s.", "page.")));
        statement.bindAll(ofParts.binds()).bindAll(ofGroups.binds()).write("limit", limit);
        after.ifPresent(cursor -> statement
                .bind("key", byCount ? (Object) cursor.number(0) : cursor.time(0))
                .bind("fingerprint", cursor.number(1)));
        return statement;
    }

    private String titled() {
        return isPart ? TITLED_AS_SEEN.formatted(TITLE, runsOf("s")) : TITLED;
    }

    /** The runs that a group was summed up from, of {@code run_error h} and {@code run r}. */
    private String runsOf(String group) {
        var connector = "h.fingerprint = %s.fingerprint\n  and coalesce(h.connector_id, -1) = any(%s.connectors)"
                .formatted(group, group);
        return isByRun() ? connector + "\n  and " + ofParts.sql() : connector;
    }

    private boolean isByRun() {
        return parts.equals(BY_RUN);
    }

    private String places(int kind, String column) {
        return isByRun() ? placesOfRuns(column) : placesOfGroup(kind);
    }

    private String placesOfRuns(String column) {
        return """
                array(
                    select distinct r.%s
                    from run_error h
                    join run r on r.run_id = h.run_id
                    where %s
                      and r.%s is not null
                    order by r.%s
                    limit 20)""".formatted(column, runsOf("page"), column, column);
    }

    private static String placesOfGroup(int kind) {
        return """
                array(
                    select distinct p.value
                    from error_place p
                    where p.fingerprint = page.fingerprint
                      and p.kind = %d
                      and p.connector_id = any(page.connectors)
                    order by p.value
                    limit 20)""".formatted(kind);
    }

    @Override
    public Statement counted(int most) {
        return new Statement("""
                select count(*)
                from (
                    select 1
                    from (%s) as s
                    %s
                    where %s
                    limit :most) matching
                """.formatted(summed(), titled(), ofGroups.sql()))
                .bindAll(ofParts.binds())
                .bindAll(ofGroups.binds())
                .bind("most", most);
    }

    @Override
    public List<Object> keysOf(ResultSet row) throws SQLException {
        return List.of(byCount ? (Object) row.getLong("entries") : time(row, "last_at"), row.getLong("fingerprint"));
    }

    @Override
    public ErrorGroup read(ResultSet row) throws SQLException {
        var processId = row.getObject("process_id", UUID.class);
        return new ErrorGroup(
                Fingerprint.hex(row.getLong("fingerprint")),
                row.getString("title"),
                row.getInt("level"),
                Source.of(row.getInt("source")).label(),
                row.getLong("entries"),
                row.getLong("runs"),
                named(row).toList(),
                texts(row, "versions"),
                texts(row, "sites"),
                time(row, "first_at"),
                time(row, "last_at"),
                processId == null ? null : new Sample(processId, row.getInt("first_seq")));
    }

    /** Runs that are not registered have no connector. */
    private Stream<String> named(ResultSet row) throws SQLException {
        var ids = (Integer[]) row.getArray("connectors").getArray();
        return Arrays.stream(ids).filter(id -> id > 0).limit(20).map(connectors::nameOf);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
