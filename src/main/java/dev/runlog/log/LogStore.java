package dev.runlog.log;

import dev.runlog.platform.BinaryCopy;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Writes log entries. */
@ApplicationScoped
public class LogStore {
    private static final int PIECE = 10_000;
    private static final String COLUMNS = "run_id, seq, connector_id, received_at, " + LogRow.COLUMNS;

    private final AgroalDataSource database;

    LogStore(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Entries of one run that follow one another.
     *
     * @param connectorId null where it is not known yet
     */
    public record Block(long runId, int firstSeq, Integer connectorId, Instant receivedAt, List<LogRow> rows) {}

    /** Stores all entries with one COPY, in the connection's transaction. */
    public void append(Connection connection, Collection<Block> blocks) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "log_entry", COLUMNS)) {
            for (var block : blocks) {
                int seq = block.firstSeq();
                for (var row : block.rows()) {
                    copy.row()
                            .int8(block.runId())
                            .int4(seq++)
                            .int4(block.connectorId())
                            .time(block.receivedAt())
                            .raw(row.columns());
                }
            }
            copy.end();
        }
    }

    /**
     * Writes down whose the entries are that arrived before their run was registered: piece by piece, each committed on
     * its own, since there may be any number of them.
     *
     * @param lastSeq of the last entry that arrived before
     */
    public void assign(long runId, int connectorId, int lastSeq) throws SQLException {
        var assigning = """
                update log_entry
                set connector_id = ?
                where run_id = ? and seq between ? and ? and connector_id is null
                """;
        for (int seq = 1; seq <= lastSeq; seq += PIECE) {
            try (var connection = database.getConnection();
                    var update = connection.prepareStatement(assigning)) {
                update.setInt(1, connectorId);
                update.setLong(2, runId);
                update.setInt(3, seq);
                update.setInt(4, seq + PIECE - 1);
                update.executeUpdate();
            }
        }
    }
}
