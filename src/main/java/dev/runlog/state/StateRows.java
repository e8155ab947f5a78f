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

    /** One state beside one of its changes. */
    record Part(State state, StateChange change) {}

    /** A row for each change of a state, in order of time: the state and its history as of one moment. */
    static Statement parts(String stateId) {
        return parts(Seen.ofState("s.state_id", stateId));
    }

    /** None where the state is not seen. */
    static Statement parts(String stateId, Seen seen) {
        return parts(seen.ofConnectors("s.connector_id", Set.of()).and("s.state_id = :state", "state", stateId));
    }

    private static Statement parts(Filter filter) {
        return new Statement("select " + COLUMNS + """
                , c.status as change_status, c.at as change_at, c.detail as change_detail
                from state s
                join state_change c on c.state_id = s.state_id
                where\s""" + filter.sql() + "\norder by c.at, c.change")
                .bindAll(filter.binds());
    }

    Part part(ResultSet row) throws SQLException {
        var change =
                new StateChange(row.getString("change_status"), time(row, "change_at"), row.getString("change_detail"));
        return new Part(state(row), change);
    }

    static Optional<State> whole(List<Part> parts) {
        return parts.stream()
                .findFirst()
                .map(first ->
                        first.state().with(parts.stream().map(Part::change).toList()));
    }

    /** One change, and the state as it was from then on. */
    StateMoment moment(ResultSet row) throws SQLException {
        var state = state(row);
        var key = new StateMoment.Key(time(row, "change_at"), state.stateId(), row.getInt("change"));
        return new StateMoment(
                key,
                state.since(new StateChange(row.getString("change_status"), key.at(), row.getString("change_detail"))));
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
                null);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
