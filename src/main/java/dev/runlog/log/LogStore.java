package dev.runlog.log;

import dev.runlog.platform.CopyText;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.postgresql.PGConnection;

/** Writes log entries. */
@ApplicationScoped
public class LogStore {
    private static final int PIECE = 10_000;
    private static final String COPY =
            "copy log_entry (run_id, seq, connector_id, received_at, " + LogRow.COLUMNS + ") from stdin";

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
        var text = new CopyText();
        for (var block : blocks) {
            int seq = block.firstSeq();
            for (var row : block.rows()) {
                text.number(block.runId())
                        .number(seq++)
                        .number(block.connectorId())
                        .time(block.receivedAt())
                        .columns(row.columns())
                        .endRow();
            }
        }
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            copy.writeToCopy(text.buffer(), 0, text.size());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
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
