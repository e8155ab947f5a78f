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
        var question = new Statement("select " + StateRows.COLUMNS + "from state s\nwhere " + filter.sql())
                .bindAll(filter.binds());
        after.ifPresent(cursor -> question.then("and (s.created_at, s.state_id) < (:lastCreated, :lastId)")
                .bind("lastCreated", cursor.time(0))
                .bind("lastId", cursor.text(1)));
        question.then("order by s.created_at desc, s.state_id desc");
        question.then("limit :most").write("most", limit);
        return question;
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
