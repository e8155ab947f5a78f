package dev.runlog.run;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.platform.TimeOrderedId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Notes of the runs that are to be examined again. Each is a row of its own, so that nobody waits to write one. */
@ApplicationScoped
class ExaminationsDue {
    /** Whether a {@code run r} has failed and is noted, or runs of its connector are, or it has yet to be noted. */
    static final String IS_DUE = """
            (r.status = 'failed'
                and (exists (select from examination_due d where d.run_id = r.run_id)
                    or exists (select from examination_near n where n.connector_id = r.connector_id)
                    or exists (
                        select from examination_backlog b where (r.started_at, r.run_id) < (b.started_at, b.last_run))))
            """;

    private final Rows rows;
    private final TimeOrderedId ids;

    ExaminationsDue(Rows rows, TimeOrderedId ids) {
        this.rows = rows;
        this.ids = ids;
    }

    /** A note, where a walk over them stands. */
    record Place(long noteId, long runId) {
        static final Place FIRST = new Place(0, 0);
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

    boolean isAny() {
        var question = new Statement("""
                select exists (select from examination_due)
                    or exists (select from examination_near)
                    or exists (select from examination_backlog)
                """);
        return rows.one(question, row -> row.getBoolean(1)).orElseThrow();
    }

    /** The last note there is; {@link Place#FIRST} where there is none. */
    Place last() {
        var question = new Statement("""
                select note_id, run_id
                from examination_due
                order by note_id desc, run_id desc
                limit 1
                """);
        return rows.one(question, ExaminationsDue::place).orElse(Place.FIRST);
    }

    /** The notes behind a place and up to another, oldest first. */
    List<Place> between(Place behind, Place last, int most) {
        var question = new Statement("""
                select note_id, run_id
                from examination_due
                where (note_id, run_id) > (:note, :run) and (note_id, run_id) <= (:last_note, :last_run)
                order by note_id, run_id
                limit :most
                """)
                .bind("note", behind.noteId)
                .bind("run", behind.runId)
                .bind("last_note", last.noteId)
                .bind("last_run", last.runId)
                .write("most", most);
        return rows.list(question, ExaminationsDue::place);
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong(1), row.getLong(2));
    }

    /** Takes the run's notes away; who examines it behind that sees what they were about. */
    void done(Connection connection, long runId) throws SQLException {
        var removing = new Statement("delete from examination_due where run_id = :run").bind("run", runId);
        try (var delete = removing.prepare(connection)) {
            delete.executeUpdate();
        }
    }
}
