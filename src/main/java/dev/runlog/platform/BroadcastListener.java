package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears what other instances say. Whenever it begins to, anything may have happened before. */
final class BroadcastListener extends DatabaseThread {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int PATIENCE_SECONDS = 2;

    private final Consumer<Set<String>> hearer;
    private final IntPredicate own;

    /**
     * @param hearer takes words, none where anything may have happened
     * @param own whether a session is this instance's, whose words need not be heard
     */
    BroadcastListener(AgroalDataSource database, Consumer<Set<String>> hearer, IntPredicate own) {
        super(database, "runlog-listen");
        this.hearer = hearer;
        this.own = own;
    }

    @Override
    void work(Connection connection) throws SQLException {
        try (var listen = connection.createStatement()) {
            listen.execute("listen " + BroadcastSender.CHANNEL);
        }
        hearer.accept(Set.of());
        var database = connection.unwrap(PGConnection.class);
        while (true) {
            var heard = database.getNotifications((int) SILENCE.toMillis());
            for (var notification : heard) {
                hear(notification);
            }
            if (heard.length == 0 && !connection.isValid(PATIENCE_SECONDS)) {
                throw new SQLNonTransientConnectionException();
            }
        }
    }

    private void hear(PGNotification notification) {
        if (!own.test(notification.getPID())) {
            var words = notification.getParameter();
            hearer.accept(words.isEmpty() ? Set.of() : Set.of(words.split(BroadcastSender.SEPARATOR)));
        }
    }
}
