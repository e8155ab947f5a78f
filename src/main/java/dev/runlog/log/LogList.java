package dev.runlog.log;

import dev.runlog.page.Cursor;
import dev.runlog.page.Filter;
import dev.runlog.page.Listing;
import dev.runlog.page.RowTime;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.run.Connectors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** Entries by time across runs, or by their number in one run. */
final class LogList implements Listing<LogEntry> {
    static final List<String> SORTS_ACROSS_RUNS = List.of("-timestamp", "timestamp");
    static final List<String> SORTS_OF_RUN = List.of("seq", "-seq");

    static final String FROM = "from log_entry e\njoin run r on r.run_id = e.run_id\nwhere ";
    private static final String SELECT = """
            select e.run_id, e.seq, e.logged_at, e.received_at, e.sent_at, e.level, e.label, e.source, e.cut,
                   e.fingerprint, %s as message, %s as context, e.method, e.request_uri, e.response_code,
                   %s as response_body, e.response_body_bytes, e.duration_ms, r.process_id, r.connector_id, r.site,
                   r.version%s
            """ + FROM;

    private static final String WHOLE_ROWS = SELECT.formatted("e.message", "e.context", "e.response_body", "");

    private static final String SIZED_ROWS = SELECT.formatted("e.message", "e.context", "e.response_body", """
            ,
                   octet_length(e.message) + coalesce(octet_length(e.context::text), 0)
                       + coalesce(octet_length(e.request_uri), 0) + coalesce(octet_length(e.response_body), 0) as size""");

    /** Without texts that are too long, and without the message where any of them is. */
    private static final String SHORT_ROWS = SELECT.formatted(
            """
            case when octet_length(e.message) < :room
                        and (e.context is null or octet_length(e.context::text) < :room)
                        and (e.response_body is null or octet_length(e.response_body) < :room) then e.message end""",
            "case when octet_length(e.context::text) < :room then e.context end",
            "case when octet_length(e.response_body) < :room then e.response_body end",
            ", false as is_last");

    private static final String AT_PLACES =
            "\n  and (e.run_id, e.seq) in (select unnest(:place_runs::bigint[]), unnest(:place_seqs::bigint[]))";

    /** The columns of {@link #SHORT_ROWS}, without the texts of rows behind the room that there is. */
    private static final String FIRST_ROWS = """
            select e.run_id, e.seq, e.logged_at, e.received_at, e.sent_at, e.level, e.label, e.source, e.cut, e.fingerprint,
                   case when e.before < :room then e.message end, case when e.before < :room then e.context end,
                   e.method, e.request_uri, e.response_code, case when e.before < :room then e.response_body end,
                   e.response_body_bytes, e.duration_ms, e.process_id, e.connector_id, e.site, e.version,
                   e.before + e.size >= :room as is_last
            from (
                select e.*, sum(e.size) over (%s rows unbounded preceding) - e.size as before
                from (%s) as e) as e
            %s""";

    private final Connectors connectors;
    private final Filter filter;
    private final boolean ofRun;
    private final boolean ofFew;
    private final boolean descending;
    private final Optional<SomeRuns> runs;
    /** The only entries that are wanted; empty where all are. */
    private final Optional<List<Place>> places;

    /** @param sort one of {@link #SORTS_ACROSS_RUNS} or {@link #SORTS_OF_RUN} */
    LogList(Connectors connectors, Filter filter, String sort) {
        this(connectors, new LogFilter.Selection(filter, false, Optional.empty()), sort);
    }

    LogList(Connectors connectors, LogFilter.Selection selection, String sort) {
        this.connectors = connectors;
        this.filter = selection.filter();
        this.ofFew = selection.ofFew();
        this.ofRun = sort.endsWith("seq");
        this.descending = sort.startsWith("-");
        this.runs = selection.runs();
        this.places = Optional.empty();
    }

    private LogList(LogList all, List<Place> places) {
        this.connectors = all.connectors;
        this.filter = all.filter;
        this.ofFew = true;
        this.ofRun = false;
        this.descending = all.descending;
        this.runs = Optional.empty();
        this.places = Optional.of(places);
    }

    /** Those of some runs are looked for run by run, and then read. */
    @Override
    public Listing<LogEntry> near(Rows rows, Optional<Cursor> after, int limit) {
        return runs.isEmpty()
                ? this
                : new LogList(this, byTime(rows, after, limit).of(runs.get()));
    }

    private RunsByTime byTime(Rows rows, Optional<Cursor> after, int limit) {
        var binds = new HashMap<>(filter.binds());
        after.ifPresent(cursor -> binds.putAll(keys(cursor)));
        var some = runs.orElseThrow();
        var first = Place.before(descending ? -some.to() : some.from());
        var last = Place.behind(descending ? -some.from() : some.to());
        var conditions = filter.sql() + after.map(this::behind).orElse("");
        var begin = after.map(this::place).map(first::orLater).orElse(first);
        return new RunsByTime(rows, new RunsByTime.Entries(conditions, binds, descending, begin, last), limit);
    }

    private Place place(Cursor cursor) {
        int sign = descending ? -1 : 1;
        return new Place(sign * RowTime.micros(cursor.time(0)), sign * cursor.number(1), sign * cursor.number(2));
    }

    @Override
    public Statement rows(Optional<Cursor> after, int limit) {
        return bound(new Statement(sql(WHOLE_ROWS, after)), after, limit);
    }

    @Override
    public Statement shortRows(Optional<Cursor> after, int limit, int charactersOfEach) {
        return bound(new Statement(sql(SHORT_ROWS, after)), after, limit).write("room", charactersOfEach);
    }

    /** The database adds up how long the texts are, so that those for which there is no room never leave it. */
    @Override
    public Statement firstRows(Optional<Cursor> after, int limit, int characters) {
        var question = new Statement(FIRST_ROWS.formatted(order(), sql(SIZED_ROWS, after), order()));
        return bound(question, after, limit).write("room", characters);
    }

    /** No entry is without a message. */
    @Override
    public Room room(ResultSet row) throws SQLException {
        var hasMessage = row.getBytes(11) != null; // which, unlike a text, need not be decoded
        if (!hasMessage) {
            return Room.NONE;
        }
        return row.getBoolean(23) ? Room.LAST : Room.ENOUGH;
    }

    private String order() {
        return ofRun
                ? "order by e.seq" + way()
                : "order by " + time() + way() + ", e.run_id" + way() + ", e.seq" + way();
    }

    private String sql(String select, Optional<Cursor> after) {
        var behind = after.map(this::behind).orElse("") + (places.isPresent() ? AT_PLACES : "");
        var order = order();
        var conditions = ofFew ? List.of(filter.sql()) : filter.branches();
        var branches = conditions.stream()
                .map(branch -> select + branch + behind + "\n" + order + "\nlimit :limit")
                .toList();
        return branches.size() == 1 ? branches.get(0) : merged(branches, order);
    }

    private Statement bound(Statement statement, Optional<Cursor> after, int limit) {
        statement.bindAll(filter.binds()).write("limit", limit);
        after.ifPresent(cursor -> statement.bindAll(keys(cursor)));
        places.ifPresent(some -> statement
                .bind("place_runs", numbers(some, Place::runId))
                .bind("place_seqs", numbers(some, Place::seq)));
        return statement;
    }

    /** Whichever way the list goes, an entry's own are not negative. */
    private static List<Long> numbers(List<Place> places, ToLongFunction<Place> number) {
        return places.stream().map(place -> Math.abs(number.applyAsLong(place))).toList();
    }

    /** The first of each branch in its index's order, then the first of those. */
    private static String merged(List<String> branches, String order) {
        return "select *\nfrom (\n(" + String.join(")\nunion all\n(", branches) + ")) e\n" + order + "\nlimit :limit";
    }

    /** Else the database walks all entries in the order of their times when it takes the runs to be large. */
    private String time() {
        return ofFew ? "(e.logged_at + interval '0')" : "e.logged_at";
    }

    private String way() {
        return descending ? " desc" : "";
    }

    private String behind(Cursor cursor) {
        var comparison = descending ? "<" : ">";
        return ofRun
                ? "\n  and e.seq " + comparison + " :seq_key"
                : "\n  and (e.logged_at, e.run_id, e.seq) " + comparison + " (:time_key, :run_key, :seq_key)";
    }

    private Map<String, Object> keys(Cursor cursor) {
        if (ofRun) {
            return Map.of("seq_key", (int) cursor.number(0));
        }
        return Map.of("time_key", cursor.time(0), "run_key", cursor.number(1), "seq_key", (int) cursor.number(2));
    }

    @Override
    public Statement counted(int most) {
        var ofRuns = runs.isPresent() ? "\n  and e.run_id = any(:runs)" : "";
        return new Statement(
                        "select count(*) from (select 1 " + FROM + filter.sql() + ofRuns + " limit :most) matching")
                .bindAll(filter.binds())
                .bind("runs", runs.map(SomeRuns::ids).orElse(List.of()))
                .bind("most", most);
    }

    @Override
    public List<Object> keysOf(ResultSet row) throws SQLException {
        var seq = row.getLong(2);
        return ofRun ? List.of(seq) : List.of(RowTime.of(row, 3), row.getLong(1), seq);
    }

    /** By the places of the columns: names cost a look-up each, and this is done for every entry. */
    @Override
    public LogEntry read(ResultSet row) throws SQLException {
        var severity = Severity.of(row.getInt(6));
        var label = row.getString(7);
        var source = Source.of(row.getInt(8));
        var cut = row.getInt(9);
        return new LogEntry(
                row.getObject(19, UUID.class),
                row.getInt(2),
                RowTime.of(row, 3),
                RowTime.of(row, 4),
                severity.number(),
                severity.label(),
                label == null ? severity.label() : label,
                source.label(),
                row.getString(11),
                row.getString(12),
                cut != 0,
                RowTime.of(row, 5),
                Fingerprint.hex(row.getObject(10, Long.class)),
                connectors.nameOf(row.getObject(20, Integer.class)),
                row.getString(21),
                row.getString(22),
                source == Source.CONTAINER_API ? call(row, cut) : null);
    }

    private static ApiCall call(ResultSet row, int cut) throws SQLException {
        return new ApiCall(
                row.getString(13),
                row.getString(14),
                row.getObject(15, Integer.class),
                row.getString(16),
                row.getObject(17, Long.class),
                Cut.ofCall(cut),
                row.getObject(18, Long.class));
    }

    @Override
    public int charactersOf(LogEntry entry) {
        var call = entry.apiCall();
        return length(entry.message())
                + length(entry.context())
                + (call == null ? 0 : length(call.requestUri()) + length(call.responseBody()));
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }
}
