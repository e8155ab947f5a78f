package dev.runlog.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that pgjdbc does in several sessions at once, each in one transaction of its own. */
record Sessions(Database database, int count) {

    /** What one of the sessions does. */
    @FunctionalInterface
    interface Work {
        void of(Connection connection, int session) throws SQLException;
    }

    /** Nanoseconds from the first statement to the last commit. */
    long time(Work work) throws SQLException, InterruptedException {
        var threads = Executors.newFixedThreadPool(count);
        var connections = new ArrayList<Connection>();
        try {
            for (int i = 0; i < count; i++) {
                connections.add(database.open());
                connections.get(i).setAutoCommit(false);
            }
            var start = System.nanoTime();
            var parts = new ArrayList<Future<Void>>();
            for (int i = 0; i < count; i++) {
                int session = i;
                parts.add(threads.submit(() -> {
                    work.of(connections.get(session), session);
                    connections.get(session).commit();
                    return null;
                }));
            }
            await(parts);
            return System.nanoTime() - start;
        } finally {
            threads.shutdownNow();
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    private static void await(List<Future<Void>> parts) throws SQLException, InterruptedException {
        for (var part : parts) {
            try {
                part.get();
            } catch (ExecutionException failed) {
                throw new SQLException(failed.getCause());
            }
        }
    }
}
