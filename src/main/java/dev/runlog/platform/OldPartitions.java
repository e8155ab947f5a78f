package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The partitions that {@link Partitions} made, oldest first, and dropping them. Which tables have them is read from the
 * catalogue, as for making them.
 */
@Singleton
class OldPartitions {
    /** Tables without partitions whose rows are of no use once the entries of their runs have gone. */
    private static final List<String> OF_RUNS = List.of("run_error");

    private static final int BATCH = 5_000;

    /** What waits for a lock makes all others wait that come behind it. */
    private static final String PATIENCE = "set local lock_timeout = '200ms'";

    private final AgroalDataSource database;

    OldPartitions(AgroalDataSource database) {
        this.database = database;
    }

    /** @param attached false where it was taken out of its table, and the drop was cut short */
    record Partition(PartitionDay day, String table, boolean attached) {
        String name() {
            return day.nameFor(table);
        }
    }

    /** The oldest day whose run ids have somewhere to go. */
    Optional<PartitionDay> oldest() throws SQLException {
        return all().stream().filter(Partition::attached).map(Partition::day).findFirst();
    }

    /** The days that some table has a partition of, from {@code day} on. */
    Set<LocalDate> daysFrom(LocalDate day) throws SQLException {
        return all().stream()
                .map(partition -> partition.day().day())
                .filter(present -> !present.isBefore(day))
                .collect(Collectors.toSet());
    }

    List<Partition> before(LocalDate day) throws SQLException {
        return all().stream()
                .filter(partition -> partition.day().day().isBefore(day))
                .toList();
    }

    private List<Partition> all() throws SQLException {
        var question = """
                select child.relname, parent.relname, child.relispartition
                from pg_partitioned_table p
                join pg_class parent on parent.oid = p.partrelid
                join pg_class child on child.relnamespace = parent.relnamespace
                                   and child.relkind = 'r'
                                   and child.relname ~ ('^' || parent.relname || '_[0-9]{8}$')
                where p.partstrat = 'r'
                and parent.relnamespace = current_schema()::regnamespace
                order by right(child.relname, 8), parent.relname
                """;
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            var partitions = new ArrayList<Partition>();
            while (row.next()) {
                var day = PartitionDay.ofName(row.getString(1));
                partitions.add(new Partition(day, row.getString(2), row.getBoolean(3)));
            }
            return partitions;
        }
    }

    /**
     * Takes a partition out of its table, which is locked meanwhile: so only the catalogue is changed here, and no file.
     *
     * @throws SQLException of state 55P03 where somebody uses the table just now
     */
    void detach(Partition partition) throws SQLException {
        execute("alter table " + partition.table() + " detach partition " + partition.name());
    }

    /** Drops a partition that is detached; nobody comes by it any more. */
    void drop(Partition partition) throws SQLException {
        execute("drop table " + partition.name());
    }

    /** Deletes what was counted of the day. */
    void dropCounts(PartitionDay day) throws SQLException {
        for (var table : OF_RUNS) {
            var deleting = "delete from " + table + " where ctid = any(array(select ctid from " + table
                    + " where run_id >= " + day.from() + " and run_id < " + day.to() + " limit " + BATCH + "))";
            while (execute(deleting) == BATCH) {
                // The next ones: each batch is committed on its own, so that none takes long.
            }
        }
    }

    private int execute(String sql) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var changed = execute(connection, sql);
                connection.commit();
                return changed;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(PATIENCE);
            return statement.executeUpdate(sql);
        }
    }
}
