package dev.runlog.run;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.platform.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Notes of the runs that are to be examined again. Each is a row of its own, so that nobody waits to write one. */
@ApplicationScoped
class ExaminationsDue {
    /** On either side of a state in time. */
    private static final int MOST_NEAR = 20;

    private static final int MOST_STATES = 20;
    private static final long OLD = 0;

    /** Whether a {@code run r} has failed and is noted, or runs of its connector are. */
    static final String IS_DUE = """
            (r.status = 'failed'
                and (exists (select from examination_due d where d.run_id = r.run_id)
                    or exists (select from examination_near n where n.connector_id = r.connector_id)))
            """;

    private final Rows rows;
    private final TimeOrderedId ids;

    ExaminationsDue(Rows rows, TimeOrderedId ids) {
        this.rows = rows;
        this.ids = ids;
    }

    /** A note, where a walk over them stands. */
    record Place(long noteId, long runId) {
        /** Before all that is fresh and before all that is old: the old ones are walked the other way. */
        static final Place FIRST = new Place(OLD, Long.MAX_VALUE);
    }

    void note(Connection connection, Collection<Long> runIds) throws SQLException {
        if (runIds.isEmpty()) {
            return;
        }
        var noting = new Statement("insert into examination_due (run_id, note_id) select unnest(:runs), :note")
                .bind("runs", runIds)
                .bind("note", ids.next());
        try (var insert = noting.prepare(connection)) {
            insert.executeUpdate();
        }
    }

    /** Those that started near a time; which they are is found out later. */
    void noteNear(Connection connection, int connectorId, Instant at) throws SQLException {
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

    boolean isAny() {
        var question = new Statement("""
                select exists (select from examination_due) or exists (select from examination_near)
                """);
        return rows.one(question, row -> row.getBoolean(1)).orElseThrow();
    }

    /** The notes behind a place, oldest first; what failed before there were notes is not among them. */
    List<Place> fresh(Place behind, int most) {
        return rows.list(
                new Statement("""
                        select note_id, run_id
                        from examination_due
                        where (note_id, run_id) > (:note, :run)
                        order by note_id, run_id
                        limit :most
                        """)
                        .bind("note", behind.noteId)
                        .bind("run", behind.runId)
                        .write("most", most),
                row -> new Place(row.getLong(1), row.getLong(2)));
    }

    /** What failed before there were notes, the newest first. */
    List<Place> old(Place behind, int most) {
        return rows.list(
                new Statement("""
                        select note_id, run_id
                        from examination_due
                        where note_id = :old and run_id < :run
                        order by run_id desc
                        limit :most
                        """).bind("old", OLD).bind("run", behind.runId).write("most", most),
                row -> new Place(row.getLong(1), row.getLong(2)));
    }

    /** Takes the run's notes away; who examines it behind that sees what they were about. */
    void done(Connection connection, long runId) throws SQLException {
        var removing = new Statement("delete from examination_due where run_id = :run").bind("run", runId);
        try (var delete = removing.prepare(connection)) {
            delete.executeUpdate();
        }
    }

    /**
     * Notes the single runs for some of the states that were noted; how many these were. A run that is just ending is noted
     * by its end.
     */
    int spread(Connection connection) throws SQLException {
        var taken = take(connection);
        for (var moment : taken.stream().distinct().toList()) {
            note(connection, near(connection, moment));
        }
        return taken.size();
    }

    private record Moment(int connectorId, Instant at) {}

    private static List<Moment> take(Connection connection) throws SQLException {
        var taking = new Statement("""
                delete from examination_near
                where (connector_id, note_id) in (
                    select connector_id, note_id from examination_near order by note_id limit :most)
                returning connector_id, made_at
                """).write("most", MOST_STATES);
        var taken = new ArrayList<Moment>();
        try (var delete = taking.prepare(connection);
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

    private static String arm(String side, String order) {
        return """
                (select run_id
                 from run
                 where connector_id = :connector and status = 'failed' and started_at %1$s :at
                 order by started_at %2$s, run_id %2$s
                 limit :most)
                """.formatted(side, order);
    }
}
