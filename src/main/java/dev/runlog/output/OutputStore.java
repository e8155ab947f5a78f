package dev.runlog.output;

import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.platform.BinaryCopy;
import dev.runlog.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** Raw output: appends it, and reads it by primary key, a bounded number of bytes and of rows at a time. */
@ApplicationScoped
public class OutputStore {
    private static final int BATCH_BYTES = 512 * 1024;
    private static final int BATCH_ROWS = 2_000;
    private static final String STORED = "run_id, stream, start_offset, chunk, received_at, first_line, bytes";
    private static final String COLUMNS = "select start_offset, chunk, received_at, first_line, bytes\n";
    private static final String OF_STREAM = "from output_chunk\nwhere run_id = :run and stream = :stream\n";

    private final Rows rows;

    OutputStore(Rows rows) {
        this.rows = rows;
    }

    /** Stores what was added to the runs, in the connection's transaction. */
    public void append(Connection connection, Collection<RunOutput> runs) throws SQLException {
        if (runs.isEmpty()) {
            return;
        }
        try (var copy = BinaryCopy.into(connection, "output_chunk", STORED)) {
            for (var run : runs) {
                for (var added : run.added()) {
                    var chunk = added.chunk();
                    copy.row()
                            .int8(run.tally().runId())
                            .int2(added.stream().code())
                            .int8(chunk.startOffset())
                            .int4(chunk.number())
                            .time(chunk.receivedAt())
                            .int8(chunk.firstLine());
                    copy.bytes(chunk.bytes());
                }
            }
            copy.end();
        }
    }

    Chunks chunks(long runId, StandardStream stream) {
        return new Stored(runId, stream);
    }

    private final class Stored implements Chunks {
        private final long runId;
        private final StandardStream stream;

        Stored(long runId, StandardStream stream) {
            this.runId = runId;
            this.stream = stream;
        }

        @Override
        public List<OutputChunk> from(long offset) {
            var question = ask(COLUMNS + OF_STREAM + """
                      and start_offset >= (
                          select max(start_offset)
                          from output_chunk
                          where run_id = :run and stream = :stream and start_offset <= :offset)
                      and start_offset < :end
                    order by start_offset
                    limit :most
                    """)
                    .bind("offset", offset)
                    .bind("end", offset + BATCH_BYTES)
                    .bind("most", BATCH_ROWS);
            var chunks = rows.list(question, OutputStore::read);
            if (chunks.isEmpty() || chunks.get(0).end() <= offset) {
                throw Problems.logsExpired(); // the tally counts what has been dropped
            }
            return chunks;
        }

        @Override
        public OptionalLong startBehind(long offset, long lineEnds) {
            var question = ask("select start_offset\n" + OF_STREAM + """
                      and start_offset > :offset
                      and first_line >= :lines
                    order by start_offset
                    limit 1
                    """)
                    .bind("offset", offset)
                    .bind("lines", lineEnds);
            return rows.list(question, row -> row.getLong(1)).stream()
                    .mapToLong(Long::longValue)
                    .findFirst();
        }

        @Override
        public OutputChunk lastBefore(long end, long lineEnds) {
            var question = ask(COLUMNS + OF_STREAM + """
                      and start_offset < :end
                      and first_line < :lines
                    order by start_offset desc
                    limit 1
                    """).bind("end", end).bind("lines", lineEnds);
            return rows.one(question, OutputStore::read).orElseThrow(Problems::logsExpired);
        }

        private Statement ask(String sql) {
            return new Statement(sql).bind("run", runId).bind("stream", stream.code());
        }
    }

    private static OutputChunk read(ResultSet row) throws SQLException {
        return new OutputChunk(
                row.getLong(1),
                row.getInt(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getLong(4),
                row.getBytes(5));
    }
}
