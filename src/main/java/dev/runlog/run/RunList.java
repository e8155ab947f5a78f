package dev.runlog.run;

import dev.runlog.page.Cursor;
import dev.runlog.page.Filter;
import dev.runlog.page.Listing;
import dev.runlog.page.Statement;
import dev.runlog.platform.Rfc3339;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Runs by start or by end. A run's start may be learned late and its end later still, which moves it; so that a walk sees
 * each run once, one that moved after the walk began keeps the place it had: that of its first contact, or behind all
 * that had ended.
 */
final class RunList implements Listing<Run> {
    /** Stands for "has not ended": no end is behind it, in either direction. */
    private static final Instant NO_END_DESCENDING = Rfc3339.FIRST;

    private static final Instant NO_END_ASCENDING = Rfc3339.LAST;

    private static final String AND = "\n  and ";

    private final RunRows reader;
    private final Filter filter;
    private final String sort;
    private final Instant began;
    private final Instant now;

    /**
     * @param sort one of {@link RunFilter#sorts()}
     * @param began when the walk began
     */
    RunList(RunRows reader, Filter filter, String sort, Instant began, Instant now) {
        this.reader = reader;
        this.filter = filter;
        this.sort = sort;
        this.began = began;
        this.now = now;
    }

    @Override
    public Statement rows(Optional<Cursor> after, int limit) {
        var branches = filter.branches().stream()
                .flatMap(condition ->
                        (byStart() ? branchesByStart(condition, after) : branchesByEnd(condition, after)).stream())
                .toList();
        var statement = new Statement("select k.key, " + RunRows.COLUMNS + "from (\n(")
                .then(String.join(")\nunion all\n(", branches))
                .then(")) k\njoin run r on r.run_id = k.run_id\njoin run_tally t on t.run_id = k.run_id")
                .then(order("k.key, k.run_id"))
                .bindAll(filter.binds())
                .bind("began", began)
                .bind("no_end", noEnd());
        statement.write("limit", limit);
        after.ifPresent(cursor -> statement.bind("key", cursor.time(0)).bind("run", cursor.number(1)));
        return statement;
    }

    private List<String> branchesByStart(String wanted, Optional<Cursor> after) {
        return List.of(
                branch("r.started_at", wanted + AND + "r.started_since <= :began", after),
                branch("r.first_at", wanted + AND + "r.started_since > :began", after));
    }

    private List<String> branchesByEnd(String wanted, Optional<Cursor> after) {
        return List.of(
                branch(
                        "r.finished_at",
                        wanted + AND + "r.finished_at is not null and r.finished_since <= :began",
                        after),
                branchWithoutEnd(wanted + AND + "r.finished_since > :began", after),
                branchWithoutEnd(wanted + AND + "r.finished_since is null", after));
    }

    private String branch(String key, String condition, Optional<Cursor> after) {
        var behind = after.isEmpty() ? "" : AND + "(" + key + ", r.run_id) " + comparison() + " (:key, :run)";
        return select(key, condition + behind) + order(key + ", r.run_id");
    }

    /** All stand at one place, so that only their ids are left to walk. */
    private String branchWithoutEnd(String condition, Optional<Cursor> after) {
        var reached = after.isPresent() && after.get().time(0).equals(noEnd());
        var behind = reached ? AND + "r.run_id " + comparison() + " :run" : "";
        return select(":no_end::timestamptz", condition + behind) + order("r.run_id");
    }

    private String select(String key, String condition) {
        return "select r.run_id, " + key + " as key\nfrom run r\nwhere " + condition + "\n";
    }

    private String order(String keys) {
        var ordered = descending() ? keys.replace(",", " desc,") + " desc" : keys;
        return "order by " + ordered + "\nlimit :limit";
    }

    private Instant noEnd() {
        return descending() ? NO_END_DESCENDING : NO_END_ASCENDING;
    }

    private String comparison() {
        return descending() ? "<" : ">";
    }

    private boolean descending() {
        return sort.startsWith("-");
    }

    private boolean byStart() {
        return sort.endsWith("startedAt");
    }

    @Override
    public Statement counted(int most) {
        return new Statement(
                        "select count(*) from (select 1 from run r where " + filter.sql() + " limit :most) matching")
                .bindAll(filter.binds())
                .bind("most", most);
    }

    @Override
    public Run read(ResultSet row) throws SQLException {
        return reader.read(row, now);
    }

    @Override
    public List<Object> keysOf(ResultSet row) throws SQLException {
        return List.of(row.getObject("key", OffsetDateTime.class).toInstant(), row.getLong("run_id"));
    }
}
