package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The indexes of the partitions that {@link Partitions} made, and building them anew, which takes no lock for long. */
@Singleton
class PartitionIndexes {
    private static final long WORTH_IT_BYTES = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** In the database, so that every instance knows it. */
    private static final String DONE = "built anew";

    private static final String OF_PARTITIONS = """
            from pg_partitioned_table p
            join pg_class parent on parent.oid = p.partrelid
            join pg_inherits h on h.inhparent = parent.oid
            join pg_class child on child.oid = h.inhrelid
            join pg_index i on i.indrelid = child.oid
            join pg_class index on index.oid = i.indexrelid
            join pg_am method on method.oid = index.relam and method.amname = 'btree'
            where p.partstrat = 'r'
              and parent.relnamespace = current_schema()::regnamespace
              and child.relname ~ ('^' || parent.relname || '_[0-9]{8}$')
            """;

    private final AgroalDataSource database;

    PartitionIndexes(AgroalDataSource database) {
        this.database = database;
    }

    /** The indexes of earlier days that are worth it and have not been built anew yet. */
    List<String> notRebuiltBefore(LocalDate day) throws SQLException {
        var question = "select i.indexrelid::regclass::text\n" + OF_PARTITIONS + """
                  and right(child.relname, 8) < ?
                  and i.indisvalid
                  and obj_description(index.oid, 'pg_class') is distinct from ?
                  and pg_relation_size(index.oid) >= ?
                """;
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(question)) {
            statement.setString(1, DateTimeFormatter.BASIC_ISO_DATE.format(day));
            statement.setString(2, DONE);
            statement.setLong(3, WORTH_IT_BYTES);
            return names(statement);
        }
    }

    /**
     * Builds an index anew, with full pages. Who reads and writes its table goes on; a second one at it waits for the
     * first.
     *
     * @throws SQLException also where somebody's transaction would not end in ten minutes
     */
    void rebuild(String index) throws SQLException {
        try (var connection = patient();
                var statement = connection.createStatement()) {
            statement.execute("alter index " + index + " set (fillfactor = 100)");
            statement.execute("reindex index concurrently " + index);
            statement.execute("comment on index " + index + " is '" + DONE + "'");
        }
    }

    /** Drops what rebuilds that were cut short have left behind. */
    void dropHalfBuilt() throws SQLException {
        var question = "select i.indexrelid::regclass::text\n" + OF_PARTITIONS + """
                  and not i.indisvalid
                  and index.relname ~ '_cc(new|old)[0-9]*$'
                """;
        try (var connection = patient();
                var statement = connection.createStatement();
                var asked = connection.prepareStatement(question)) {
            for (var half : names(asked)) {
                statement.execute("drop index concurrently if exists " + half);
            }
        }
    }

    private Connection patient() throws SQLException {
        var connection = OwnConnection.to(database, "runlog-reindex", PATIENCE);
        try (var statement = connection.createStatement()) {
            statement.execute("set statement_timeout = '" + PATIENCE.toSeconds() + "s'");
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private static List<String> names(PreparedStatement question) throws SQLException {
        try (var row = question.executeQuery()) {
            var names = new ArrayList<String>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }
}
