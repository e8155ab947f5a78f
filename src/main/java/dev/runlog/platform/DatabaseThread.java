package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** A thread with a database connection of its own, which it opens anew whenever it is lost. */
abstract class DatabaseThread implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DatabaseThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final Thread thread;
    private volatile Connection current;
    private volatile boolean closed;

    DatabaseThread(AgroalDataSource database, String name) {
        this.database = database;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    final void start() {
        thread.start();
    }

    /** Works until the connection fails, or the thread is interrupted. */
    abstract void work(Connection connection) throws SQLException, InterruptedException;

    private void run() {
        while (!closed) {
            try (var connection = OwnConnection.to(database, thread.getName(), PATIENCE)) {
                current = connection;
                work(connection);
            } catch (SQLException | RuntimeException failure) {
                LOG.debugf("%s has lost its connection (%s)", thread.getName(), failure.getClass());
                rest();
            } catch (InterruptedException stopping) {
                return;
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(BEFORE_ANOTHER_TRY.toMillis());
        } catch (InterruptedException stopping) {
            closed = true;
        }
    }

    /** A read of a socket does not end by an interruption, but with its connection. */
    @Override
    public final void close() {
        closed = true;
        thread.interrupt();
        var connection = current;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException gone) {
                LOG.debug("A connection was gone before it was ended", gone);
            }
        }
    }
}
