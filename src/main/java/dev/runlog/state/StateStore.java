package dev.runlog.state;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import dev.runlog.run.Connectors;
import dev.runlog.run.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** States: what is said of them, and finding one. */
@ApplicationScoped
public class StateStore {
    private static final int MOST_LOOKED_AT = 10_000;

    private final Rows rows;
    private final StateRows reader;
    private final Connectors connectors;

    StateStore(Rows rows, StateRows reader, Connectors connectors) {
        this.rows = rows;
        this.reader = reader;
        this.connectors = connectors;
    }

    /** The same, reading through other connections. */
    public StateStore reading(Rows others) {
        return new StateStore(others, reader, connectors);
    }

    /** @throws Refusal 404 where the state is not seen */
    State get(Seen seen, String stateId) {
        return Optional.of(stateId)
                .filter(id -> id.indexOf('\0') < 0)
                .flatMap(id -> StateRows.whole(rows.list(StateRows.parts(id, seen), reader::part)))
                .orElseThrow(() -> new Refusal(ProblemCode.STATE_NOT_FOUND, ProblemCode.STATE_NOT_FOUND.explanation()));
    }

    /**
     * A connector's states of a version or of none that were made at {@code until} or before, newest first, without their
     * histories: of the last 10 000.
     *
     * @param version null for those of any
     */
    public List<State> madeBefore(int connectorId, String version, Instant until, int most) {
        return rows.list(madeUntil(connectorId, version, until, most), reader::state);
    }

    /** The same that were made after {@code from}, oldest first: of the first 10 000. */
    public List<State> madeAfter(int connectorId, String version, Instant from, int most) {
        return rows.list(madeSince(connectorId, version, from, most), reader::state);
    }

    static Statement madeUntil(int connectorId, String version, Instant until, int most) {
        return made(connectorId, version, "s.created_at <= :time", "desc", until, most);
    }

    static Statement madeSince(int connectorId, String version, Instant from, int most) {
        return made(connectorId, version, "s.created_at > :time", "asc", from, most);
    }

    /** No index leads to a version, so a bounded number is looked at. */
    private static Statement made(int connectorId, String version, String when, String way, Instant time, int most) {
        var question = new Statement("select " + StateRows.COLUMNS
                + """
                from (
                    select *
                    from state s
                    where s.connector_id = :connector
                      and %1$s
                    order by s.created_at %2$s, s.state_id %2$s
                    limit :looked_at) as s
                %3$s
                order by s.created_at %2$s, s.state_id %2$s
                limit :most
                """.formatted(when, way, version == null ? "" : "where s.version is null or s.version = :version"));
        return question.bind("connector", connectorId)
                .bind("version", version)
                .bind("time", time)
                .write("looked_at", MOST_LOOKED_AT)
                .write("most", most);
    }

    /** The states, with those that were done at a time as they were then: an end that followed has not undone that. */
    public List<State> doneBy(Instant time, List<State> states) {
        var changed = states.stream()
                .filter(state -> state.updatedAt().isAfter(time))
                .map(State::stateId)
                .toList();
        if (changed.isEmpty()) {
            return states;
        }
        var done = rows.list(StateChanges.lastOf(changed, time), StateRows::changeOf).stream()
                .filter(last -> last.getValue().status().equals(StateStatus.DONE))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return states.stream()
                .map(state -> Optional.ofNullable(done.get(state.stateId()))
                        .map(state::since)
                        .orElse(state))
                .toList();
    }

    /** A connector's states as they are, of which something changed in a time; the latest change first. */
    public List<State> changedWithin(int connectorId, Instant from, Instant to, int most) {
        var ids = rows.list(StateChanges.latest(connectorId, from, to), row -> row.getString(1)).stream()
                .distinct()
                .limit(most)
                .toList();
        var question = new Statement("select " + StateRows.COLUMNS + "from state s\nwhere s.state_id = any(:ids)")
                .bind("ids", ids);
        return rows.list(question, reader::state).stream()
                .sorted(Comparator.comparing(state -> ids.indexOf(state.stateId())))
                .toList();
    }

    /** The changes of a connector's states in a time, in order, behind {@code after}. */
    public List<StateMoment> moments(int connectorId, Instant to, StateMoment.Key after, int limit) {
        return rows.list(StateChanges.inOrder(connectorId, to, after, limit), reader::moment);
    }

    /** The number of these changes, counted no further than {@code most}. */
    public long countMoments(int connectorId, Instant to, StateMoment.Key after, int most) {
        return rows.one(StateChanges.counted(connectorId, to, after, most), row -> row.getLong(1))
                .orElse(0L);
    }

    /** The id of a state's connector; null where the state is not known. */
    public Integer connectorOf(String stateId) {
        var question = new Statement("select connector_id from state where state_id = :state").bind("state", stateId);
        return rows.one(question, row -> row.getInt(1)).orElse(null);
    }

    /** The same of a state that this transaction has opened, without a question. */
    public int connectorOfOpened(String stateId) {
        return StateEntity.<StateEntity>findById(stateId).connectorId;
    }

    /** The state as this transaction sees it. */
    public State read(Connection connection, String stateId) throws SQLException {
        var parts = new ArrayList<StateRows.Part>();
        try (var statement = StateRows.parts(stateId).prepare(connection);
                var row = statement.executeQuery()) {
            while (row.next()) {
                parts.add(reader.part(row));
            }
        }
        return StateRows.whole(parts).orElseThrow();
    }

    /** @throws Refusal 409 where a report contradicts what is known of the state, without changing anything */
    @Transactional
    public void check(String stateId, StateReport report, Instant now) {
        var state = StateEntity.<StateEntity>findById(stateId);
        if (state != null) {
            effect(state, report, now);
        }
    }

    /**
     * Makes the state where it is new, else locks it, until the transaction ends. Waits for another transaction that is
     * making the same one.
     *
     * @param connectorId the id of the report's connector
     * @return whether it was made
     */
    public boolean open(Connection connection, String stateId, StateReport report, int connectorId, Instant now)
            throws SQLException {
        var at = firstTime(report, now);
        var insert = new Statement("""
                insert into state (state_id, connector_id, version, name, status, owner_id, detail, created_at,
                                   created_given, updated_at, finished_at, changes)
                values (:state, :connector, :version, :name, :status, :owner, :detail, :created,
                        :given, :at, :finished, 0)
                on conflict do nothing
                """)
                .bind("state", stateId)
                .bind("connector", connectorId)
                .bind("version", report.version())
                .bind("name", report.name())
                .bind("status", report.status())
                .bind("owner", report.ownerId())
                .bind("detail", report.detail())
                .bind("created", Objects.requireNonNullElse(report.createdAt(), at))
                .bind("given", report.createdAt() != null)
                .bind("at", at)
                .bind("finished", StateStatus.isTerminal(report.status()) ? at : null);
        boolean made;
        try (var statement = insert.prepare(connection)) {
            made = statement.executeUpdate() == 1;
        }
        var state = locked(stateId);
        if (made) {
            StateChangeEntity.add(state, report.status(), at, report.detail());
            StateEntity.flush();
        }
        return made;
    }

    /** What goes on from its beginning has been so since then, where no other time is said. */
    private static Instant firstTime(StateReport report, Instant now) {
        if (report.at() == null && report.createdAt() != null && !StateStatus.isTerminal(report.status())) {
            return report.createdAt().isAfter(now) ? now : report.createdAt();
        }
        return Objects.requireNonNullElse(report.at(), now);
    }

    /**
     * Adds what is said to a state that was opened; what was known changes nothing.
     *
     * @throws Refusal 409 where the report contradicts what is known
     */
    public void apply(String stateId, StateReport report, Instant now) {
        var state = locked(stateId);
        var at = state.timeOf(report, now);
        var effect = effect(state, report, now);
        state.version = state.version == null ? report.version() : state.version;
        switch (effect) {
            case NONE, CONFLICT -> {}
            case CONFIRMED -> {
                var isNews = report.detail() != null && !report.detail().equals(state.detail);
                if (isNews && !at.isBefore(state.updatedAt)) {
                    state.confirm(at, report.detail());
                }
            }
            case CHANGED -> {
                state.take(report.status(), at, report.detail());
                StateChangeEntity.add(state, report.status(), at, report.detail());
            }
            case CHANGED_BEFORE -> StateChangeEntity.add(state, report.status(), at, report.detail());
        }
        StateEntity.flush();
    }

    private static StateEntity locked(String stateId) {
        return StateEntity.findById(stateId, LockModeType.PESSIMISTIC_WRITE);
    }

    private Effect effect(StateEntity state, StateReport report, Instant now) {
        var faults = state.contradictions(report, connectors.nameOf(state.connectorId));
        if (!faults.isEmpty()) {
            throw new Refusal(
                    ProblemCode.STATE_CONFLICT, "The state is known with other values; the first stay.", faults);
        }
        var history = new StateChangeEntity.Changes(state.stateId);
        var effect = Effect.of(history, state.status, state.finishedAt, report.status(), state.timeOf(report, now));
        if (effect == Effect.CONFLICT) {
            throw new Refusal(
                    ProblemCode.STATE_CONFLICT,
                    "The state has ended as " + state.status + "; nothing but another end can follow.",
                    List.of(Fault.ofPointer("/status", "status is known to be " + state.status + ", an end.")));
        }
        return effect;
    }
}
