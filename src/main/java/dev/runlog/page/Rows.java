package dev.runlog.page;

import dev.runlog.platform.DeadConnections;
import dev.runlog.problem.Problems;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Reads rows from the query pool. A failure of the database leaves as {@link FailedRead}. */
@ApplicationScoped
public class Rows {
    private static final int FETCH_SIZE = 500;

    private final AgroalDataSource database;

    Rows(@DataSource("query") AgroalDataSource database) {
        this.database = database;
    }

    /** How a row becomes a value. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is done with each row of a stream; {@code false} ends it. */
    @FunctionalInterface
    public interface Each {
        boolean take(ResultSet row) throws SQLException, IOException;
    }

    /** Wraps the {@link SQLException} of a read. */
    public static final class FailedRead extends RuntimeException {
        FailedRead(SQLException cause) {
            super(cause);
        }
    }

    public <T> List<T> list(Statement question, Reader<T> reader) {
        try {
            return twice(() -> ask(question, reader), () -> true);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException, IOException;
    }

    /** Reads, and once more where the connection turns out to be dead, as after the database has been away. */
    private <T> T twice(Reading<T> reading, BooleanSupplier repeatable) throws IOException {
        try {
            return reading.read();
        } catch (SQLException failure) {
            if (!Problems.isConnectionLost(failure)) {
                throw new FailedRead(failure);
            }
            DeadConnections.flush(database);
            if (!repeatable.getAsBoolean()) {
                throw new FailedRead(failure);
            }
        }
        try {
            return reading.read();
        } catch (SQLException failure) {
            throw new FailedRead(failure);
        }
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

    /** Walks all rows through one database cursor at constant memory. */
    public void stream(Statement question, Each each) throws IOException {
        var taken = new AtomicBoolean();
        twice(
                () -> {
                    walk(question, row -> {
                        taken.set(true);
                        return each.take(row);
                    });
                    return null;
                },
                () -> !taken.get());
    }

    private void walk(Statement question, Each each) throws SQLException, IOException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                walk(connection, question, each);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static void walk(Connection connection, Statement question, Each each) throws SQLException, IOException {
        try (var statement = question.prepare(connection)) {
            statement.setFetchSize(FETCH_SIZE);
            try (var rows = statement.executeQuery()) {
                while (rows.next() && each.take(rows)) {
                    continue;
                }
            }
        }
    }
}
