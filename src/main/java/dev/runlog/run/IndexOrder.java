package dev.runlog.run;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Has what follows in a transaction read in the order of an index. A question whose order only one index has reads no more
 * rows than it returns then, however wrong the database takes the numbers of rows to be.
 */
final class IndexOrder {
    static final String SETTING = "set local enable_sort = off; set local enable_incremental_sort = off";

    private IndexOrder() {}

    static void keep(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(SETTING);
        }
    }
}
