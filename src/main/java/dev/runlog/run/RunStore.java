package dev.runlog.run;

import dev.runlog.page.Parameters;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.platform.Retention;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs: registering, finishing and finding one. */
@ApplicationScoped
public class RunStore {
    private final Rows rows;
    private final RunKeys keys;
    private final Sights sights;
    private final RunTallies tallies;
    private final Connectors connectors;
    private final RunRows reader;
    private final PostMortems postMortems;
    private final CloseUps closeUps;
    private final Retention retention;
    private final Clock clock;

    RunStore(
            Rows rows,
            RunKeys keys,
            Sights sights,
            RunTallies tallies,
            Connectors connectors,
            RunRows reader,
            PostMortems postMortems,
            CloseUps closeUps,
            Retention retention,
            Clock clock) {
        this.rows = rows;
        this.keys = keys;
        this.sights = sights;
        this.tallies = tallies;
        this.connectors = connectors;
        this.reader = reader;
        this.postMortems = postMortems;
        this.closeUps = closeUps;
        this.retention = retention;
        this.clock = clock;
    }

    public Optional<Run> find(long runId) {
        var question = new Statement(RunRows.SELECT + "where r.run_id = :run").bind("run", runId);
        var now = clock.instant();
        return rows.one(question, row -> reader.read(row, now));
    }

    /** The run, seen closely and as it is now; {@code runId} is of a run that has been seen. */
    public CloseUp closeUp(long runId) {
        return closeUps.of(runId).orElseThrow(RunStore::unknown);
    }

    /** The last run of the same connector and site that succeeded and started before this one, and is seen. */
    public Optional<Run> lastSuccessBefore(Seen seen, long runId, Run run) {
        var connectorId = Optional.ofNullable(run.connector()).flatMap(connectors::idOf);
        if (connectorId.isEmpty() || seen.isOneRun()) {
            return Optional.empty();
        }
        var now = clock.instant();
        return rows.one(
                successBefore(connectorId.get(), run.site(), run.startedAt(), runId), row -> reader.read(row, now));
    }

    static Statement successBefore(int connectorId, String site, Instant startedAt, long runId) {
        return new Statement(RunRows.SELECT + """
                where r.connector_id = :connector
                  and r.site = :site
                  and r.status = 'succeeded'
                  and (r.started_at, r.run_id) < (:started, :run)
                order by r.started_at desc, r.run_id desc
                limit 1
                """)
                .bind("connector", connectorId)
                .bind("site", site)
                .bind("started", startedAt)
                .bind("run", runId);
    }

    /** How far these runs are; one that is gone is left out. */
    public Map<Long, Standing> standings(Collection<Long> runIds) {
        var question = new Statement("""
                select r.run_id, r.status, r.deadline_at, r.registered_at, t.last_seq
                from run r
                join run_tally t on t.run_id = r.run_id
                where r.run_id = any(:runs)
                """).bind("runs", runIds);
        var now = clock.instant();
        var standings = rows.list(
                question, row -> new Standing(row.getLong("run_id"), row.getInt("last_seq"), RunRows.phase(row, now)));
        return standings.stream().collect(Collectors.toMap(Standing::runId, Function.identity()));
    }

    /** @throws Refusal 404 where the run is not seen, or the text is no process id */
    public Run get(Seen seen, String processId) {
        return closeUp(idOf(seen, processId)).run();
    }

    /** @throws Refusal 404 where the run is not seen, or the text is no process id */
    public long idOf(Seen seen, String processId) {
        return Parameters.id(processId)
                .flatMap(id -> sights.runIds(seen, Set.of(id)).stream().findFirst())
                .orElseThrow(RunStore::unknown);
    }

    /** The id of a run that the service knows of. */
    public long idOf(UUID processId) {
        return keys.idOf(processId).orElseThrow(RunStore::unknown);
    }

    /**
     * The id of a run whose log entries, failures and output are still there.
     *
     * @throws Refusal as {@link #idOf}, and 410 where they have expired
     */
    public long idWithLogs(Seen seen, String processId) {
        var runId = idOf(seen, processId);
        if (retention.logsExpired(runId)) {
            throw Problems.logsExpired();
        }
        return runId;
    }

    static Refusal unknown() {
        return new Refusal(ProblemCode.RUN_NOT_FOUND, "No run with this process id has been seen.");
    }

    /** The id of a run's connector; null until it is registered. */
    public Integer connectorOf(long runId) {
        var question = new Statement("select connector_id from run where run_id = :run").bind("run", runId);
        return rows.list(question, row -> row.getObject(1, Integer.class)).stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The run as this transaction sees it. */
    public Run read(Connection connection, long runId, Instant now) throws SQLException {
        var question = new Statement(RunRows.SELECT + "where r.run_id = :run").bind("run", runId);
        try (var statement = question.prepare(connection);
                var row = statement.executeQuery()) {
            row.next();
            return reader.read(row, now);
        }
    }

    /** @throws Refusal 409 where a registration contradicts what is known of the run, without changing anything */
    @Transactional
    public void check(UUID processId, Registration registration) {
        keys.idOf(processId)
                .map(runId -> RunEntity.<RunEntity>findById(runId))
                .ifPresent(run -> refuseConflicts(run, registration));
    }

    /** Locks the run until the transaction ends; the id of its connector, null until it is registered. */
    public Integer lock(long runId) {
        return locked(runId).connectorId;
    }

    /** @throws Refusal 404 where the run has been deleted since its id was looked up */
    private static RunEntity locked(long runId) {
        var run = RunEntity.<RunEntity>findById(runId, LockModeType.PESSIMISTIC_WRITE);
        return Optional.ofNullable(run).orElseThrow(RunStore::unknown);
    }

    /**
     * Registers a run that is locked; the same again changes nothing.
     *
     * @param connectorId the id of the registration's connector
     * @return number of the last entry that may not bear the connector yet; 0 where all do
     * @throws Refusal 409 where the registration contradicts what is known
     */
    public int register(Connection connection, long runId, Registration registration, int connectorId, Instant now)
            throws SQLException {
        var run = locked(runId);
        refuseConflicts(run, registration);
        var start = run.startedAt;
        var knownStart = run.isRegistered() ? start : null;
        run.starts(registration);
        run.mustEndBy(registration.deadlineAt());
        if (!run.isRegistered()) {
            run.unassignedSeq = tallies.assign(connection, runId, connectorId);
        }
        run.connectorId = connectorId;
        run.site = registration.site();
        run.version = registration.version();
        run.registeredAt = run.registeredAt == null ? now : run.registeredAt;
        RunEntity.flush();
        connectors.registered(connection, run, knownStart);
        postMortems.registered(connection, run);
        if (!run.startedAt.equals(start)) {
            run.startedSince = clock.instant(); // as near the commit as can be, for walks that begin meanwhile
        }
        return run.unassignedSeq;
    }

    /** Entries up to {@code lastSeq} that may not bear their connector yet. */
    public record Unassigned(int connectorId, int lastSeq) {}

    public Optional<Unassigned> unassigned(long runId) {
        var question = new Statement("""
                select connector_id, unassigned_seq
                from run
                where run_id = :run and unassigned_seq > 0 and connector_id is not null
                """).bind("run", runId);
        return rows.one(question, row -> new Unassigned(row.getInt(1), row.getInt(2)));
    }

    /** Notes that every entry of the run bears its connector. */
    @Transactional
    public void assigned(long runId) {
        RunEntity.update("unassignedSeq = 0 where runId = ?1", runId);
    }

    private void refuseConflicts(RunEntity run, Registration registration) {
        var faults = new ArrayList<Fault>();
        if (run.isRegistered()) {
            conflict(faults, "connector", connectors.nameOf(run.connectorId), registration.connector());
            conflict(faults, "site", run.site, registration.site());
            conflict(faults, "version", run.version, registration.version());
        }
        if (run.startedGiven && registration.startedAt() != null) {
            conflict(faults, "startedAt", run.startedAt, registration.startedAt());
        }
        if (run.deadlineGiven && registration.deadlineAt() != null) {
            conflict(faults, "deadlineAt", run.deadlineAt, registration.deadlineAt());
        }
        if (!faults.isEmpty()) {
            throw new Refusal(
                    ProblemCode.RUN_CONFLICT, "The run is already known with other values; the first stay.", faults);
        }
    }

    private static void conflict(List<Fault> faults, String field, Object known, Object sent) {
        if (!known.equals(sent)) {
            faults.add(Fault.ofPointer("/" + field, field + " is known to be another."));
        }
    }

    /**
     * Ends a run that is locked; the same end again changes nothing.
     *
     * @param exitCode null where the container vanished
     * @throws Refusal 409 where the run has ended with another exit code
     */
    public void finish(Connection connection, long runId, Integer exitCode, Instant finishedAt, String reason)
            throws SQLException {
        var run = locked(runId);
        if (run.finishedSince == null) {
            run.status = RunStatus.ofExit(exitCode);
            run.exitCode = exitCode == null ? null : exitCode.shortValue();
            run.finishedAt = finishedAt;
            run.finishedSince = clock.instant();
            run.reason = reason;
            var hasMoved = run.startedBy(finishedAt);
            RunEntity.flush();
            postMortems.ended(connection, run);
            if (run.connectorId != null) {
                connectors.ran(connection, run);
            }
            run.finishedSince = clock.instant(); // as near the commit as can be, for walks that begin meanwhile
            run.startedSince = hasMoved ? run.finishedSince : run.startedSince;
            return;
        }
        if (!Objects.equals(run.exitCode(), exitCode)) {
            throw new Refusal(
                    ProblemCode.FINISH_CONFLICT,
                    "The run has ended "
                            + (run.exitCode == null ? "without an exit code" : "with exit code " + run.exitCode)
                            + "; that stays.",
                    List.of(Fault.ofPointer("/exitCode", "exitCode is known to be another.")));
        }
    }
}
