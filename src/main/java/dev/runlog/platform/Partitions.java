package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every range-partitioned table a partition for each UTC day of run ids. Which tables these are is read from the
 * catalogue. Remembers the days that are there; safe for concurrent use, by several instances too.
 */
@Singleton
public class Partitions {
    private static final Set<String> ANOTHER_MADE_IT = Set.of("42P07", "23505");

    private final AgroalDataSource database;
    private final OldPartitions old;
    private final Set<LocalDate> present = ConcurrentHashMap.newKeySet();
    private volatile long oldest;

    Partitions(AgroalDataSource database, OldPartitions old) {
        this.database = database;
        this.old = old;
    }

    /**
     * Makes the partitions of {@code day} where they are missing, in a transaction of its own. Nothing that reads or
     * writes the tables waits for it.
     */
    public void ensure(LocalDate day) throws SQLException {
        if (!present.contains(day)) {
            makeAndRemember(new PartitionDay(day));
        }
    }

    /** A clock that is set back may need a day before the oldest. */
    private synchronized void makeAndRemember(PartitionDay day) throws SQLException {
        try (var connection = database.getConnection()) {
            make(connection, day);
        }
        present.add(day.day());
        oldest = Math.min(oldest, day.from());
    }

    /** Learns which days are not there any more, since other instances drop them too. */
    synchronized void look() throws SQLException {
        var first = old.oldest();
        if (first.isPresent()) {
            oldest = first.get().from();
            present.removeIf(day -> day.isBefore(first.get().day()));
        }
    }

    /** The first id of the oldest day that was there at the last look; 0 before the first. */
    long oldest() {
        return oldest;
    }

    /** Whether every partitioned table has the partition that holds run ids of {@code time}. */
    boolean hasDay(Instant time) throws SQLException {
        try (var connection = database.getConnection()) {
            return tablesWithout(connection, new PartitionDay(LocalDate.ofInstant(time, ZoneOffset.UTC)))
                    .isEmpty();
        }
    }

    private static void make(Connection connection, PartitionDay day) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (var table : tablesWithout(connection, day)) {
                attach(connection, table, day);
            }
            connection.commit();
        } catch (SQLException failure) {
            connection.rollback();
            if (!ANOTHER_MADE_IT.contains(failure.getSQLState())
                    || !tablesWithout(connection, day).isEmpty()) {
                throw failure;
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * Made beside the table and then attached, since {@code create table … partition of} would lock out every reader
     * and writer.
     */
    private static void attach(Connection connection, String table, PartitionDay day) throws SQLException {
        var partition = day.nameFor(table);
        try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '2s'");
            statement.execute("create table " + partition + " (like " + table + " including all)");
            statement.execute("alter table " + table + " attach partition " + partition + " for values from ("
                    + day.from() + ") to (" + day.to() + ")");
        }
    }

    private static List<String> tablesWithout(Connection connection, PartitionDay day) throws SQLException {
        var partitioned = """
                select parent.relname, array(
                           select child.relname::text
                           from pg_inherits i
                           join pg_class child on child.oid = i.inhrelid
                           where i.inhparent = parent.oid)
                from pg_partitioned_table p
                join pg_class parent on parent.oid = p.partrelid
                where p.partstrat = 'r'
                and parent.relnamespace = current_schema()::regnamespace
                order by parent.relname
                """;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(partitioned)) {
            var missing = new ArrayList<String>();
            while (rows.next()) {
                var partitions = (String[]) rows.getArray(2).getArray();
                if (!List.of(partitions).contains(day.nameFor(rows.getString(1)))) {
                    missing.add(rows.getString(1));
                }
            }
            return missing;
        }
    }
}
