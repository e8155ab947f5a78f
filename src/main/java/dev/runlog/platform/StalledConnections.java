package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.postgresql.jdbc.PgConnection;

/**
 * Tells a slow statement from a connection that is never heard of again, as where the database's machine has vanished
 * and another has taken its place. A time limit alone would have to exceed the slowest statement, so the database is
 * asked, through a connection of its own, whether it still works on what has been silent for long. It also ends what
 * holds locks and waits for a client that has stopped, as a frozen instance has: in the midst of a COPY no time limit of
 * the database applies. Safe for concurrent use.
 */
final class StalledConnections implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(StalledConnections.class);
    /** Less than the lock timeout, so that what waits for a frozen session's lock is noticed. */
    private static final Duration SILENCE = Duration.ofMillis(1500);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Together with what a look may be late, less than the database takes as a sign of life. */
    private static final Duration MOST_ASKING = Duration.ofMillis(1250);

    private static final String OWN_BACKEND =
            "select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()";

    private static final String AT_WORK = """
            select pid, backend_start
            from pg_stat_activity
            where pid = any(?)
                and (state = 'active' and wait_event is distinct from 'ClientRead'
                    or state = 'active' and state_change > clock_timestamp() - interval '5 seconds'
                    or state_change > clock_timestamp() - interval '2 seconds')
            """;

    private static final String TERMINATE = """
            select pg_terminate_backend(pid)
            from pg_stat_activity
            where pid = ?
                and backend_start = ?
            """;

    private static final String TERMINATE_THE_FROZEN = """
            select pg_terminate_backend(pid)
            from pg_stat_activity
            where datname = current_database()
                and usename = current_user
                and application_name = ?
                and xact_start is not null
                and wait_event = 'ClientRead'
                and state_change < clock_timestamp() - interval '5 seconds'
            """;

    private final Supplier<AgroalDataSource> pool;
    private final String application;
    private final Duration mostSilence;
    private final LongSupplier nanos;
    private final Map<PgConnection, Backend> backends = new ConcurrentHashMap<>();
    private final Map<PgConnection, Long> taken = new ConcurrentHashMap<>();
    private volatile long running;

    /** A session as the database knows it; a process id alone is used again. */
    private record Backend(int pid, OffsetDateTime start) {}

    /** @param since when it was taken from the pool */
    private record Silent(Backend backend, Long since) {}

    /**
     * @param pool whose connections these are; asked for only later, since the pool is made after this
     * @param application the application name of the pool's connections
     * @param mostSilence how long a statement is waited for where the database cannot be asked; more than it may take
     * @param nanos as {@link System#nanoTime}
     */
    StalledConnections(Supplier<AgroalDataSource> pool, String application, Duration mostSilence, LongSupplier nanos) {
        this.pool = pool;
        this.application = application;
        this.mostSilence = mostSilence;
        this.nanos = nanos;
        this.running = nanos.getAsLong();
    }

    /** The pool makes one connection after the other, so one that is being made has the little time of logging in. */
    @Override
    public void onConnectionCreate(Connection connection) {
        try (var question = connection.prepareStatement(OWN_BACKEND)) {
            for (var backend : backends(question)) {
                raw(connection).ifPresent(created -> backends.put(created, backend));
            }
            connection.setNetworkTimeout(Runnable::run, (int) mostSilence.toMillis());
        } catch (SQLException failure) {
            LOG.debug("A connection has ended as soon as it was made", failure);
        }
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        raw(connection).ifPresent(acquired -> taken.put(acquired, nanos.getAsLong()));
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        raw(connection).ifPresent(taken::remove);
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        raw(connection).ifPresent(destroyed -> {
            taken.remove(destroyed);
            backends.remove(destroyed);
        });
    }

    /** The pool hands out another wrapper each time. */
    private static Optional<PgConnection> raw(Connection connection) {
        try {
            return Optional.of(connection.unwrap(PgConnection.class));
        } catch (SQLException gone) {
            return Optional.empty();
        }
    }

    /** This process has stood still: what it has not heard meanwhile says nothing, and silence begins now. */
    void goOn() {
        running = nanos.getAsLong();
    }

    /**
     * Ends the silent connections on which the database does not work; where it cannot be asked, or the answer came late,
     * none.
     */
    void end() {
        var began = nanos.getAsLong();
        var silent = silent(began);
        if (silent.isEmpty()) {
            return;
        }
        try (var connection = OwnConnection.to(pool.get(), "runlog-watch", PATIENCE)) {
            var atWork = atWork(connection, silent.values());
            if (nanos.getAsLong() - began > MOST_ASKING.toNanos()) {
                return;
            }
            for (var entry : silent.entrySet()) {
                var asked = entry.getValue();
                if (!atWork.contains(asked.backend) && end(entry.getKey(), asked.since)) {
                    terminate(connection, asked.backend);
                }
            }
            terminateTheFrozen(connection);
        } catch (SQLException unreachable) {
            LOG.debug("Nobody is there to ask about silent connections", unreachable);
        }
    }

    private Map<PgConnection, Silent> silent(long now) {
        var silent = new HashMap<PgConnection, Silent>();
        taken.forEach((connection, since) -> {
            var backend = backends.get(connection);
            if (backend != null && Math.min(now - since, now - running) > SILENCE.toNanos()) {
                silent.put(connection, new Silent(backend, since));
            }
        });
        return silent;
    }

    private static Set<Backend> atWork(Connection connection, Collection<Silent> asked) throws SQLException {
        try (var question = connection.prepareStatement(AT_WORK)) {
            question.setArray(
                    1,
                    connection.createArrayOf(
                            "int4",
                            asked.stream().map(silent -> silent.backend.pid).toArray()));
            return backends(question);
        }
    }

    private static Set<Backend> backends(PreparedStatement question) throws SQLException {
        var backends = new HashSet<Backend>();
        try (var rows = question.executeQuery()) {
            while (rows.next()) {
                backends.add(new Backend(rows.getInt(1), rows.getObject(2, OffsetDateTime.class)));
            }
        }
        return backends;
    }

    /** Whoever waits for it fails now; the idle ones lead where it led. Not where it was given back meanwhile. */
    private boolean end(PgConnection connection, Long since) throws SQLException {
        if (!taken.remove(connection, since)) {
            return false;
        }
        LOG.warn("A database connection has been silent and the database does not work on it: it is ended");
        connection.abort(Runnable::run);
        pool.get().flush(FlushMode.IDLE);
        return true;
    }

    /** Its session may still be there, with its locks. */
    private static void terminate(Connection connection, Backend backend) throws SQLException {
        try (var command = connection.prepareStatement(TERMINATE)) {
            command.setInt(1, backend.pid);
            command.setObject(2, backend.start);
            command.execute();
        }
    }

    private void terminateTheFrozen(Connection connection) throws SQLException {
        try (var command = connection.prepareStatement(TERMINATE_THE_FROZEN)) {
            command.setString(1, application);
            try (var rows = command.executeQuery()) {
                while (rows.next()) {
                    LOG.warn("A session held locks and waited for a client that has stopped: it is ended");
                }
            }
        }
    }
}
