package dev.runlog.state;

import dev.runlog.page.Filter;
import dev.runlog.page.Statement;
import dev.runlog.run.Connectors;
import dev.runlog.run.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads states out of {@code state s}. */
@ApplicationScoped
class StateRows {
    static final String COLUMNS = """
            s.state_id, s.connector_id, s.version, s.name, s.status, s.owner_id, s.created_at, s.updated_at,
            s.finished_at, s.detail
            """;

    private final Connectors connectors;

    StateRows(Connectors connectors) {
        this.connectors = connectors;
    }

    /** How many changes a history shows, the last that were received, and how long their details may be together. */
    private static final int MOST_CHANGES = 1000;

    private static final int MOST_DETAIL_BYTES = 1 << 20;

    /**
     * One state beside one of its changes.
     *
     * @param changes how many it has had
     */
    record Part(State state, StateChange change, int changes) {}

    /** A row for each change that is shown of a state, in order of time: the state and its history as of one moment. */
    static Statement parts(String stateId) {
        return parts(Seen.ofState("s.state_id", stateId));
    }

    /** None where the state is not seen. */
    static Statement parts(String stateId, Seen seen) {
        return parts(seen.ofConnectors("s.connector_id", Set.of()).and("s.state_id = :state", "state", stateId));
    }

    /** @param filter binds {@code :state} */
    private static Statement parts(Filter filter) {
        return new Statement("select " + COLUMNS + """
                , s.changes, c.status as change_status, c.at as change_at, c.detail as change_detail
                from state s
                join (
                    select *, sum(octet_length(detail)) over (order by change desc) as size
                    from (
                        select *
                        from state_change
                        where state_id = :state
                        order by change desc
                        limit :most_changes) as last_changes) as c on c.state_id = s.state_id
                where\s""" + filter.sql() + """

                  and coalesce(c.size, 0) <= :most_bytes
                order by c.at, c.change""")
                .bindAll(filter.binds())
                .write("most_changes", MOST_CHANGES)
                .write("most_bytes", MOST_DETAIL_BYTES);
    }

    Part part(ResultSet row) throws SQLException {
        var change =
                new StateChange(row.getString("change_status"), time(row, "change_at"), row.getString("change_detail"));
        return new Part(state(row), change, row.getInt("changes"));
    }

    static Optional<State> whole(List<Part> parts) {
        return parts.stream()
                .findFirst()
                .map(first ->
                        first.state().with(parts.stream().map(Part::change).toList(), parts.size() < first.changes()));
    }

    /** One change, and the state as it was from then on. */
    StateMoment moment(ResultSet row) throws SQLException {
        var state = state(row);
        var key = new StateMoment.Key(time(row, "change_at"), state.stateId(), row.getInt("change"));
        return new StateMoment(
                key,
                state.since(new StateChange(row.getString("change_status"), key.at(), row.getString("change_detail"))));
    }

    /** A state's id and one of its changes. */
    static Map.Entry<String, StateChange> changeOf(ResultSet row) throws SQLException {
        return Map.entry(row.getString(1), new StateChange(row.getString(2), time(row, "at"), row.getString(4)));
    }

    /** Without its history. */
    State state(ResultSet row) throws SQLException {
        var status = row.getString("status");
        return new State(
                row.getString("state_id"),
                connectors.nameOf(row.getInt("connector_id")),
                row.getString("version"),
                row.getString("name"),
                status,
                StateStatus.isTerminal(status),
                row.getString("owner_id"),
                time(row, "created_at"),
                time(row, "updated_at"),
                time(row, "finished_at"),
                row.getString("detail"),
                null,
                null);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
