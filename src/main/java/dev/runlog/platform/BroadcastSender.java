package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Gathers words and notifies the database of them: the first at once, then all that came meanwhile, at most so often. A
 * notification takes a lock of the whole database at its commit, so no write waits for it.
 */
final class BroadcastSender extends DatabaseThread {
    static final String CHANNEL = "runlog";
    static final String SEPARATOR = " ";
    /** The database takes less than 8000. */
    private static final int MOST_BYTES = 7_900;

    private static final Duration BETWEEN = Duration.ofMillis(10);

    /** Empty while nothing is to be said; past the bound {@link #anything} stands for all of it. */
    private Set<String> waiting = new LinkedHashSet<>();

    private int bytes;
    private boolean anything;
    private volatile int backend;

    BroadcastSender(AgroalDataSource database) {
        super(database, "runlog-notify");
    }

    /** Only ASCII, without white space. */
    synchronized void say(Collection<String> words) {
        for (var word : words) {
            if (!anything && waiting.add(word)) {
                bytes += word.length() + SEPARATOR.length();
                anything = bytes > MOST_BYTES;
            }
        }
        notifyAll();
    }

    /** Whether a session of this number is this sender's: what it says is known here. */
    boolean isOwn(int session) {
        return session == backend;
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        backend = connection.unwrap(PGConnection.class).getBackendPID();
        try (var notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            while (true) {
                var payload = next();
                try {
                    notify.setString(1, payload);
                    notify.execute();
                } catch (SQLException failure) {
                    anythingMayHaveHappened();
                    throw failure;
                }
                Thread.sleep(BETWEEN.toMillis());
            }
        }
    }

    private synchronized void anythingMayHaveHappened() {
        anything = true;
    }

    private synchronized String next() throws InterruptedException {
        while (waiting.isEmpty() && !anything) {
            wait();
        }
        var payload = anything ? "" : String.join(SEPARATOR, waiting);
        waiting = new LinkedHashSet<>();
        bytes = 0;
        anything = false;
        return payload;
    }
}
