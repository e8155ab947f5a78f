package dev.runlog.run;

import dev.runlog.page.Statement;
import dev.runlog.platform.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Notes of states of which was heard: which failed runs started near one is found out behind the answer. */
@ApplicationScoped
class ExaminationsNear {
    private static final int MOST_STATES = 20;

    /** On either side of a state in time. */
    private static final int MOST_NEAR = 20;

    private final ExaminationsDue due;
    private final TimeOrderedId ids;

    ExaminationsNear(ExaminationsDue due, TimeOrderedId ids) {
        this.due = due;
        this.ids = ids;
    }

    void note(Connection connection, int connectorId, Instant at) throws SQLException {
        var noting = new Statement("""
                insert into examination_near (connector_id, note_id, made_at)
                values (:connector, :note, :at)
                """)
                .bind("connector", connectorId)
                .bind("note", ids.next())
                .bind("at", at);
        try (var insert = noting.prepare(connection)) {
            insert.executeUpdate();
        }
    }

    /**
     * Notes the single runs for some of the states that were noted; whether more may be left. A run that is just ending is
     * noted by its end.
     */
    boolean spread(Connection connection) throws SQLException {
        IndexOrder.keep(connection);
        var taken = take(connection);
        for (var moment : taken.stream().distinct().toList()) {
            due.note(connection, near(connection, moment));
        }
        return taken.size() == MOST_STATES;
    }

    private record Moment(int connectorId, Instant at) {}

    static Statement taking() {
        return new Statement("""
                delete from examination_near
                where (connector_id, note_id) in (
                    select connector_id, note_id from examination_near order by note_id, connector_id limit :most)
                returning connector_id, made_at
                """).write("most", MOST_STATES);
    }

    private static List<Moment> take(Connection connection) throws SQLException {
        var taken = new ArrayList<Moment>();
        try (var delete = taking().prepare(connection);
                var row = delete.executeQuery()) {
            while (row.next()) {
                taken.add(new Moment(
                        row.getInt(1), row.getObject(2, OffsetDateTime.class).toInstant()));
            }
        }
        return taken;
    }

    private static List<Long> near(Connection connection, Moment moment) throws SQLException {
        var found = new ArrayList<Long>();
        try (var statement = startedNear(moment.connectorId, moment.at).prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        return found;
    }

    static Statement startedNear(int connectorId, Instant at) {
        return new Statement(arm(">=", "asc") + "union all\n" + arm("<", "desc"))
                .bind("connector", connectorId)
                .bind("at", at)
                .write("most", MOST_NEAR);
    }

    /** Of what comes next in the index, which goes on with others where the connector has no more. */
    private static String arm(String side, String order) {
        return """
                select run_id
                from (
                    select connector_id, status, run_id
                    from run
                    where (connector_id, status, started_at) %1$s (:connector, 'failed', :at)
                    order by connector_id %2$s, status %2$s, started_at %2$s, run_id %2$s
                    limit :most) as next
                where connector_id = :connector and status = 'failed'
                """.formatted(side, order);
    }
}
