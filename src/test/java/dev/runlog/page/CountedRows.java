package dev.runlog.page;

import dev.runlog.testing.MillionEntries;
import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the tables of {@link MillionEntries}, and counts the pages of 8 KiB that the database looks at. */
public final class CountedRows extends Rows {
    private final AgroalDataSource queries;
    private final List<String> plans = new ArrayList<>();
    private long pages;

    public CountedRows(AgroalDataSource queries) {
        super(queries);
        this.queries = queries;
    }

    @Override
    public <T> List<T> list(Statement question, Reader<T> reader) {
        try (var connection = queries.getConnection()) {
            connection.setAutoCommit(false);
            MillionEntries.see(connection);
            try (var statement = question.prepare(connection);
                    var rows = statement.executeQuery()) {
                var plan = MillionEntries.plan(connection, question);
                pages += plan.pages();
                plans.add(plan.text());
                var read = new ArrayList<T>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public long pages() {
        return pages;
    }

    public List<String> plans() {
        return plans;
    }
}
