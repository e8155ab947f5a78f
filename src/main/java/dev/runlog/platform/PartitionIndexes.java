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
    private static final long WORTH_IT_BYTES = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** In the database, so that every instance knows it. */
    private static final String DONE = "indexes rebuilt";

    private final AgroalDataSource database;

    PartitionIndexes(AgroalDataSource database) {
        this.database = database;
    }

    /** The partitions of earlier days whose indexes are worth it and have not been built anew yet, oldest first. */
    List<String> notRebuiltBefore(LocalDate day) throws SQLException {
        var question = """
                select child.relname
                from pg_partitioned_table p
                join pg_class parent on parent.oid = p.partrelid
                join pg_inherits i on i.inhparent = parent.oid
                join pg_class child on child.oid = i.inhrelid
                where p.partstrat = 'r'
                  and parent.relnamespace = current_schema()::regnamespace
                  and child.relname ~ ('^' || parent.relname || '_[0-9]{8}$')
                  and right(child.relname, 8) < ?
                  and obj_description(child.oid, 'pg_class') is distinct from ?
                  and pg_indexes_size(child.oid) >= ?
                order by right(child.relname, 8), child.relname
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
     * Builds all indexes of a partition anew. Who reads and writes it goes on; a second one at it waits for the first.
     *
     * @throws SQLException also where somebody's transaction would not end in ten minutes
     */
    void rebuild(String partition) throws SQLException {
        try (var connection = OwnConnection.to(database, "runlog-reindex", PATIENCE);
                var statement = connection.createStatement()) {
            statement.execute("set statement_timeout = '" + PATIENCE.toSeconds() + "s'");
            for (var half : halfBuilt(connection, partition)) {
                statement.execute("drop index concurrently if exists " + half);
            }
            statement.execute("reindex table concurrently " + partition);
            statement.execute("comment on table " + partition + " is '" + DONE + "'");
        }
    }

    /** What a rebuild that was cut short has left behind. */
    private static List<String> halfBuilt(Connection connection, String partition) throws SQLException {
        var question = """
                select index.relname
                from pg_index i
                join pg_class index on index.oid = i.indexrelid
                where i.indrelid = ?::regclass
                  and not i.indisvalid
                  and index.relname ~ '_cc(new|old)[0-9]*$'
                """;
        try (var statement = connection.prepareStatement(question)) {
            statement.setString(1, partition);
            return names(statement);
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
