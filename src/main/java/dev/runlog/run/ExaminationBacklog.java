package dev.runlog.run;

import dev.runlog.page.Statement;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far the runs that failed before there were notes have been noted, the newest first. */
@ApplicationScoped
class ExaminationBacklog {
    private static final int PORTION = 100;

    private final ExaminationsDue due;

    ExaminationBacklog(ExaminationsDue due) {
        this.due = due;
    }

    /** Notes the next of them. */
    void noteSome(Connection connection) throws SQLException {
        var left = left(connection);
        if (left.isEmpty()) {
            return;
        }
        IndexOrder.keep(connection);
        var next = starts(connection, failedBefore(left.get(), PORTION));
        due.note(connection, next.stream().map(Start::runId).toList());
        goOn(connection, next);
    }

    /** @param at not an {@link Instant}, which is never infinite */
    record Start(OffsetDateTime at, long runId) {}

    private static Optional<Start> left(Connection connection) throws SQLException {
        var question = new Statement("select started_at, last_run from examination_backlog where backlog_id = 1");
        return starts(connection, question).stream().findFirst();
    }

    private static List<Start> starts(Connection connection, Statement question) throws SQLException {
        var starts = new ArrayList<Start>();
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                starts.add(new Start(row.getObject(1, OffsetDateTime.class), row.getLong(2)));
            }
        }
        return starts;
    }

    static Statement failedBefore(Start start, int most) {
        return new Statement("""
                select started_at, run_id
                from (
                    select status, started_at, run_id
                    from run
                    where (status, started_at, run_id) < ('failed', :at, :run)
                    order by status desc, started_at desc, run_id desc
                    limit :most) as next
                where status = 'failed'
                """).bind("at", start.at).bind("run", start.runId).write("most", most);
    }

    private static void goOn(Connection connection, List<Start> noted) throws SQLException {
        var change = noted.isEmpty()
                ? new Statement("delete from examination_backlog where backlog_id = 1")
                : behind(noted.get(noted.size() - 1));
        try (var going = change.prepare(connection)) {
            going.executeUpdate();
        }
    }

    private static Statement behind(Start last) {
        return new Statement("""
                update examination_backlog
                set started_at = :at, last_run = :run
                where backlog_id = 1
                """).bind("at", last.at).bind("run", last.runId);
    }
}
