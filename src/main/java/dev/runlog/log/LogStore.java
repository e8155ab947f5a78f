package dev.runlog.log;

import dev.runlog.platform.BinaryCopy;
import dev.runlog.platform.ColumnArrays;
import dev.runlog.platform.ColumnArrays.Type;
import dev.runlog.platform.CopyColumns;
import dev.runlog.platform.TimeOrderedId;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Writes log entries. */
@ApplicationScoped
public class LogStore {
    private static final int PIECE = 10_000;
    private static final int PLACE = 4 * Integer.BYTES + 2 * Long.BYTES;
    private static final String COLUMNS = "run_id, seq, connector_id, received_at, " + LogRow.COLUMNS;

    private static final Type[] FEW = {
        Type.INT8, Type.INT4, Type.TIME, Type.TIME, Type.TIME, Type.INT2, Type.TEXT, Type.INT2, Type.INT2, Type.INT8,
        Type.TEXT, Type.JSON, Type.TEXT, Type.TEXT, Type.INT2, Type.TEXT, Type.INT8, Type.INT8
    };

    /**
     * Stores entries whose runs' tallies count them already, in the same transaction: so it can be sent with what
     * advances the tallies, in one round trip. For a few it is quicker than COPY, for many slower.
     */
    public static final String APPEND_FEW = """
            insert into log_entry (run_id, seq, connector_id, received_at, %s)
            select tally.run_id, tally.last_seq - added.behind, tally.connector_id, received_at, %s
            from (select unnest(?) as run_id, unnest(?) as behind, unnest(?) as received_at, %s) as added
            join run_tally as tally on tally.run_id = added.run_id
            """.formatted(
                    LogRow.COLUMNS,
                    LogRow.COLUMNS,
                    Arrays.stream(LogRow.COLUMNS.split(", "))
                            .map("unnest(?) as %s"::formatted)
                            .collect(Collectors.joining(", ")));

    private final AgroalDataSource database;
    private final TimeOrderedId ids;

    LogStore(AgroalDataSource database, TimeOrderedId ids) {
        this.database = database;
        this.ids = ids;
    }

    /**
     * Entries of one run that follow one another.
     *
     * @param connectorId null where it is not known yet
     */
    public record Block(long runId, int firstSeq, Integer connectorId, Instant receivedAt, List<LogRow> rows) {}

    /**
     * Sets the parameters of {@link #APPEND_FEW} from {@code index} on; returns the index behind them.
     *
     * @param blocks of each run in order; their {@code firstSeq} and {@code connectorId} are not looked at
     */
    public static int set(PreparedStatement insert, int index, Collection<Block> blocks) throws SQLException {
        var behind = new HashMap<Long, Integer>();
        blocks.forEach(block -> behind.merge(block.runId(), block.rows().size(), Integer::sum));
        var added = new ColumnArrays(FEW);
        for (var block : blocks) {
            for (var row : block.rows()) {
                var place = new CopyColumns(PLACE)
                        .int8(block.runId())
                        .int4(behind.merge(block.runId(), -1, Integer::sum))
                        .time(block.receivedAt());
                added.add(place.toByteArray(), row.columns());
            }
        }
        return added.set(insert, index);
    }

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
        for (int seq = 1; seq <= lastSeq; seq += PIECE) {
            int first = seq;
            assign(
                    runId,
                    connectorId,
                    (assignment, connection) -> assignment.entries(connection, first, first + PIECE - 1));
        }
        assign(runId, connectorId, Assignment::errors);
    }

    private interface Step {
        void take(Assignment assignment, Connection connection) throws SQLException;
    }

    private void assign(long runId, int connectorId, Step step) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var assignment = new Assignment(runId, connectorId);
                step.take(assignment, connection);
                assignment.note(connection, ids.next());
                connection.commit();
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
