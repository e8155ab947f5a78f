package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Which of the instances does what only one may do: a row each, that is held for a span and renewed. Time is the
 * database's, since the clocks of instances differ. What is done under a lease must bear that its last step overlaps
 * with the next holder's first: a holder may stall for longer than the span. Safe for concurrent use.
 */
@Singleton
class Leases {
    static final Duration SPAN = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(Leases.class);

    private final AgroalDataSource database;
    private final String holder = UUID.randomUUID().toString();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Leases(AgroalDataSource database) {
        this.database = database;
    }

    /** Takes the lease, or renews it where this instance holds it; whether it is held now, for {@link #SPAN}. */
    boolean take(String name) throws SQLException {
        if (stopping) {
            return false;
        }
        var taking = """
                insert into lease (name, holder, until)
                values (?, ?, ?)
                on conflict (name) do update
                set holder = excluded.holder, until = excluded.until
                where lease.holder = excluded.holder or lease.until <= ?
                """;
        try (var connection = database.getConnection();
                var take = connection.prepareStatement(taking)) {
            var now = now(connection);
            take.setString(1, name);
            take.setString(2, holder);
            take.setObject(3, now.plus(SPAN));
            take.setObject(4, now);
            var taken = take.executeUpdate() == 1;
            if (taken) {
                held.add(name);
            }
            return taken;
        }
    }

    /** A moment old when it is used, which errs to the safe side. */
    private static OffsetDateTime now(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class);
        }
    }

    /** Lets another instance take it at once. */
    void release(String name) throws SQLException {
        if (!held.remove(name)) {
            return;
        }
        try (var connection = database.getConnection();
                var release = connection.prepareStatement("delete from lease where name = ? and holder = ?")) {
            release.setString(1, name);
            release.setString(2, holder);
            release.executeUpdate();
        }
    }

    /** Ends what goes on under a lease at its next step, and lets the other instances go on with it. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        for (var name : held) {
            try {
                release(name);
            } catch (SQLException failure) {
                LOG.debugf("The lease %s was not released and runs out (SQLSTATE %s)", name, failure.getSQLState());
            }
        }
    }
}
