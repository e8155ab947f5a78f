package dev.runlog.run;

import dev.runlog.platform.Retention;
import dev.runlog.run.Examiner.Findings;
import dev.runlog.run.Standing.Phase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.UUID;

/** Reads a run out of {@code run r} and its tally {@code t}. */
@ApplicationScoped
class RunRows {
    static final String COLUMNS = """
            r.run_id, r.process_id, r.connector_id, r.site, r.version, r.status, r.exit_code, r.reason,
            r.started_at, r.finished_at, r.deadline_at,
            greatest(t.last_activity_at, r.registered_at, r.finished_since) as last_activity_at,
            t.emergency, t.alert, t.critical, t.error, t.warning, t.notice, t.info, t.debug,
            t.api_failures, t.stdout_bytes, t.stderr_bytes, t.first_error_seq, t.first_error_fingerprint,
            t.first_call_seq, t.first_call_fingerprint, r.last_words, r.told_of_kill, r.deployment_in_doubt
            """;
    static final String SELECT = "select " + COLUMNS + "from run r\njoin run_tally t on t.run_id = r.run_id\n";

    private final Connectors connectors;
    private final Retention retention;

    RunRows(Connectors connectors, Retention retention) {
        this.connectors = connectors;
        this.retention = retention;
    }

    Run read(ResultSet row, Instant now) throws SQLException {
        return closeUp(row, now).run();
    }

    CloseUp closeUp(ResultSet row, Instant now) throws SQLException {
        var exitCode = row.getObject("exit_code", Integer.class);
        var startedAt = time(row, "started_at");
        var finishedAt = time(row, "finished_at");
        var deadlineAt = time(row, "deadline_at");
        var status = RunStatus.of(row.getString("status")).orElseThrow().at(now, deadlineAt);
        var logs = logs(row);
        var stderrBytes = row.getLong("stderr_bytes");
        var evidence = new Failure.Evidence(
                status,
                exitCode,
                logs,
                row.getLong("api_failures"),
                stderrBytes,
                entry(row, "first_error"),
                entry(row, "first_call"),
                new Findings(
                        row.getString("last_words"),
                        row.getBoolean("told_of_kill"),
                        row.getBoolean("deployment_in_doubt")));
        var run = new Run(
                row.getObject("process_id", UUID.class),
                connectors.nameOf(row.getObject("connector_id", Integer.class)),
                row.getString("site"),
                row.getString("version"),
                status,
                exitCode,
                startedAt,
                finishedAt,
                finishedAt == null ? null : duration(startedAt, finishedAt),
                deadlineAt,
                time(row, "last_activity_at"),
                logs,
                evidence.apiFailures(),
                new Run.OutputSizes(row.getLong("stdout_bytes"), stderrBytes),
                Failure.of(evidence),
                row.getString("reason"),
                retention.logsExpired(row.getLong("run_id")));
        return new CloseUp(run, evidence);
    }

    /** From a row that has of the run its status, deadline and time of registration. */
    static Phase phase(ResultSet row, Instant now) throws SQLException {
        var status = RunStatus.of(row.getString("status")).orElseThrow();
        return new Phase(row.getObject("registered_at") != null, status.at(now, time(row, "deadline_at")));
    }

    private static Failure.Entry entry(ResultSet row, String which) throws SQLException {
        var fingerprint = row.getObject(which + "_fingerprint", Long.class);
        return new Failure.Entry(
                row.getObject(which + "_seq", Integer.class),
                fingerprint == null ? null : HexFormat.of().toHexDigits(fingerprint));
    }

    private static LogCounts logs(ResultSet row) throws SQLException {
        return LogCounts.of(new LogCounts.ByLevel(
                row.getLong("emergency"),
                row.getLong("alert"),
                row.getLong("critical"),
                row.getLong("error"),
                row.getLong("warning"),
                row.getLong("notice"),
                row.getLong("info"),
                row.getLong("debug")));
    }

    /** Clocks differ: an end before the start counts as no time at all. */
    private static long duration(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
