package dev.runlog.output;

import dev.runlog.page.Cursor;
import dev.runlog.page.Rows;
import dev.runlog.page.Statement;
import dev.runlog.platform.BinaryCopy;
import dev.runlog.problem.Problems;
import dev.runlog.run.OutputTally;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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

    /** The same, reading through other connections. */
    public OutputStore reading(Rows others) {
        return new OutputStore(others);
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

    /**
     * The end of a stream: as much of its last {@code bytes} as lies in its last 2 000 writes. Nothing where retention
     * has dropped it.
     *
     * @param size of the stream
     */
    public OutputTail tail(long runId, StandardStream stream, long size, int bytes) {
        var from = Math.max(0, size - bytes);
        var question = new Statement(COLUMNS + OF_STREAM + """
                  and start_offset > :from
                order by start_offset desc
                limit :most
                """)
                .bind("run", runId)
                .bind("stream", stream.code())
                .bind("from", from - OutputChunk.MOST_BYTES)
                .bind("most", BATCH_ROWS);
        var chunks = new ArrayList<>(rows.list(question, OutputStore::read));
        Collections.reverse(chunks);
        var tail = new ByteArrayOutputStream();
        var begin = from;
        for (var chunk : chunks) {
            begin = tail.size() == 0 ? Math.max(from, chunk.startOffset()) : begin;
            var skipped = (int) Math.min(chunk.bytes().length, Math.max(0, from - chunk.startOffset()));
            tail.write(chunk.bytes(), skipped, chunk.bytes().length - skipped);
        }
        return tail.size() == 0 ? OutputTail.NONE : OutputTail.of(tail.toByteArray(), begin);
    }

    /** Walks the lines of streams, in the order received, from where {@link OutputWalk#keys} said that it stands. */
    public OutputWalk walk(OutputTally tally, Set<StandardStream> streams, Optional<Cursor> after) {
        return new OutputWalk(stream -> chunks(tally.runId(), stream), tally, streams, after);
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
