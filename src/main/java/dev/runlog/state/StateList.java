package dev.runlog.state;

import dev.runlog.page.Cursor;
import dev.runlog.page.Filter;
import dev.runlog.page.Listing;
import dev.runlog.page.Parameters;
import dev.runlog.page.Statement;
import dev.runlog.run.Seen;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** States, newest first. What a walk goes by, the time of creation and the id, never changes. */
record StateList(StateRows reader, Filter filter) implements Listing<State> {
    private static final String ORDER = "order by s.created_at desc, s.state_id desc";

    /** The rows, without the details of those behind the room that there is. */
    private static final String FIRST_ROWS = """
            select s.state_id, s.connector_id, s.version, s.name, s.status, s.owner_id, s.created_at, s.updated_at,
                   s.finished_at, case when s.before < :room then s.detail end as detail,
                   s.before < :room as has_room, s.before + s.size >= :room as is_last
            from (
                select s.*, sum(s.size) over (%s rows unbounded preceding) - s.size as before
                from (%s) as s) as s
            %s""";

    /** Reads {@code connector}, {@code status}, {@code name}, {@code ownerId}, {@code version}, {@code stateId}, times. */
    static StateList of(Parameters parameters, StateRows reader, Seen seen) {
        var filter = seen.ofConnectors("s.connector_id", parameters.anyOf("connector"));
        var statuses = parameters.anyOf(
                "status", text -> Optional.of(text).filter(StateStatus::isWellFormed), StateStatus.EXPECTED);
        filter.anyOf("s.status", "statuses", statuses)
                .anyOf("s.name", "names", parameters.anyOf("name"))
                .anyOf("s.owner_id", "owners", parameters.anyOf("ownerId"))
                .anyOf("s.version", "versions", parameters.anyOf("version"))
                .anyOf("s.state_id", "ids", parameters.anyOf("stateId"));
        parameters.time("from").ifPresent(from -> filter.and("s.created_at >= :from", "from", from));
        parameters.time("to").ifPresent(to -> filter.and("s.created_at < :to", "to", to));
        return new StateList(reader, filter);
    }

    @Override
    public Statement rows(Optional<Cursor> after, int limit) {
        return bound(new Statement(sql("", after)), after, limit);
    }

    @Override
    public Statement shortRows(Optional<Cursor> after, int limit, int charactersOfEach) {
        return firstRows(after, limit, charactersOfEach * limit);
    }

    @Override
    public Statement firstRows(Optional<Cursor> after, int limit, int characters) {
        var sized = sql(", coalesce(octet_length(s.detail), 0) as size", after);
        return bound(new Statement(FIRST_ROWS.formatted(ORDER, sized, ORDER)), after, limit)
                .write("room", characters);
    }

    @Override
    public Room room(ResultSet row) throws SQLException {
        if (!row.getBoolean("has_room")) {
            return Room.NONE;
        }
        return row.getBoolean("is_last") ? Room.LAST : Room.ENOUGH;
    }

    @Override
    public int charactersOf(State state) {
        return state.detail() == null ? 0 : state.detail().length();
    }

    private String sql(String more, Optional<Cursor> after) {
        var behind = after.isEmpty() ? "" : "\nand (s.created_at, s.state_id) < (:lastCreated, :lastId)";
        return "select " + StateRows.COLUMNS + more + "\nfrom state s\nwhere " + filter.sql() + behind + "\n" + ORDER
                + "\nlimit :most";
    }

    private Statement bound(Statement question, Optional<Cursor> after, int limit) {
        after.ifPresent(cursor -> question.bind("lastCreated", cursor.time(0)).bind("lastId", cursor.text(1)));
        return question.bindAll(filter.binds()).write("most", limit);
    }

    @Override
    public Statement counted(int most) {
        return new Statement("""
                select count(*)
                from (select from state s where %s limit :most) as matching
                """.formatted(filter.sql()))
                .bindAll(filter.binds())
                .bind("most", most);
    }

    @Override
    public State read(ResultSet row) throws SQLException {
        return reader.state(row);
    }

    @Override
    public List<Object> keysOf(ResultSet row) throws SQLException {
        return List.of(StateRows.time(row, "created_at"), row.getString("state_id"));
    }
}
