package dev.runlog.run;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/**
 * Looks closely at one run. Where more was heard of it than what is kept of its failure goes by, it is examined now; what
 * is kept follows soon.
 */
@ApplicationScoped
class CloseUps {
    private final Rows rows;
    private final RunRows reader;
    private final Examiner examiner;
    private final Clock clock;

    CloseUps(Rows rows, RunRows reader, Examiner examiner, Clock clock) {
        this.rows = rows;
        this.reader = reader;
        this.examiner = examiner;
        this.clock = clock;
    }

    private record Kept(CloseUp closeUp, boolean isDue) {}

    Optional<CloseUp> of(long runId) {
        var now = clock.instant();
        return rows.one(withNotes(runId), row -> new Kept(reader.closeUp(row, now), row.getBoolean("due")))
                .map(kept -> kept.isDue ? examined(runId, kept.closeUp) : kept.closeUp);
    }

    private CloseUp examined(long runId, CloseUp kept) {
        return kept.having(examiner.look(runId, kept.run()));
    }

    /** In one question, since a note goes in the moment in which what was found is kept. */
    static Statement withNotes(long runId) {
        return new Statement("select " + ExaminationsDue.IS_DUE + " as due, " + RunRows.COLUMNS + """
                from run r
                join run_tally t on t.run_id = r.run_id
                where r.run_id = :run
                """)
                .bind("run", runId);
    }
}
