package dev.runlog.page;

import dev.runlog.platform.DeadConnections;
import dev.runlog.problem.Problems;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Reads rows from the query pool. A failure of the database leaves as {@link FailedRead}. */
@ApplicationScoped
public class Rows {
    private static final Logger LOG = Logger.getLogger(Rows.class);
    private static final int PORTION = 250;
    private static final String OUT_OF_TIME = "57014";

    private final AgroalDataSource database;

    Rows(@DataSource("query") AgroalDataSource database) {
        this.database = database;
    }

    /** Reads through another pool. */
    public static Rows of(AgroalDataSource database) {
        return new Rows(database);
    }

    /** How a row becomes a value. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Wraps the {@link SQLException} of a read. */
    public static final class FailedRead extends RuntimeException {
        FailedRead(SQLException cause) {
            super(cause);
        }
    }

    /** Reads, and once more where the connection turns out to be dead, as after the database has been away. */
    public <T> List<T> list(Statement question, Reader<T> reader) {
        return readAgain(() -> ask(question, reader));
    }

    @FunctionalInterface
    private interface Read<T> {
        T read() throws SQLException;
    }

    private <T> T readAgain(Read<T> reading) {
        try {
            return reading.read();
        } catch (SQLException failure) {
            if (!Problems.isConnectionLost(failure)) {
                throw failed(failure);
            }
            DeadConnections.flush(database);
        }
        try {
            return reading.read();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private static RuntimeException failed(SQLException failure) {
        return OUT_OF_TIME.equals(failure.getSQLState()) ? Problems.queryTooSlow() : new FailedRead(failure);
    }

    private <T> List<T> ask(Statement question, Reader<T> reader) throws SQLException {
        try (var connection = database.getConnection();
                var statement = question.prepare(connection);
                var rows = statement.executeQuery()) {
            var items = new ArrayList<T>();
            while (rows.next()) {
                items.add(reader.read(rows));
            }
            return items;
        }
    }

    /**
     * Reads rows, in portions, until one is enough for {@code reader}; whether one was. It is asked once more only where
     * the connection turns out to be dead before the first row.
     */
    boolean until(Statement question, Reader<Boolean> reader) {
        return readAgain(() -> {
            try (var connection = database.getConnection()) {
                connection.setAutoCommit(false); // else the driver takes all rows at once
                try {
                    return portions(question, connection, reader);
                } finally {
                    rollback(connection);
                }
            }
        });
    }

    /** Nothing was written: where it fails, the connection is dead, and what became of the reading stands. */
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException dead) {
            LOG.debug("A reading could not be taken back", dead);
        }
    }

    private static boolean portions(Statement question, Connection connection, Reader<Boolean> reader)
            throws SQLException {
        try (var statement = question.prepare(connection)) {
            statement.setFetchSize(PORTION);
            try (var rows = statement.executeQuery()) {
                return read(rows, reader);
            }
        }
    }

    /** What fails behind the first row is not to be read again. */
    private static boolean read(ResultSet rows, Reader<Boolean> reader) throws SQLException {
        boolean more = rows.next();
        try {
            boolean enough = false;
            while (more && !enough) {
                enough = reader.read(rows);
                more = !enough && rows.next();
            }
            return enough;
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** Begins to read on another thread. */
    <T> Ahead<T> ahead(Supplier<T> reading) {
        return Ahead.begin(Infrastructure.getDefaultExecutor(), reading);
    }

    public <T> Optional<T> one(Statement question, Reader<T> reader) {
        return list(question, reader).stream().findFirst();
    }
}
