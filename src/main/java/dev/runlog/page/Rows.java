package dev.runlog.page;

import dev.runlog.problem.Problems;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows from the query pool. A failure of the database leaves as {@link FailedRead}. */
@ApplicationScoped
public class Rows {
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
        try {
            return ask(question, reader);
        } catch (SQLException failure) {
            if (!Problems.isConnectionLost(failure)) {
                throw failed(failure);
            }
            // The other connections lead where this one did: each would have to be found out by a read of its own.
            database.flush(FlushMode.IDLE);
        }
        try {
            return ask(question, reader);
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

    public <T> Optional<T> one(Statement question, Reader<T> reader) {
        return list(question, reader).stream().findFirst();
    }
}
