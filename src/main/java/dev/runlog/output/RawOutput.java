package dev.runlog.output;

import dev.runlog.page.WholeBody;
import dev.runlog.problem.Refusal;
import dev.runlog.run.OutputTally.Extent;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One stream as it was when the request came, byte for byte.
 *
 * @param from offset of the first byte that is shown
 * @param to offset behind the last
 */
record RawOutput(Chunks chunks, long from, long to) {
    private static final String ACCEPT_RANGES = "Accept-Ranges";

    static RawOutput whole(Chunks chunks, Extent extent) {
        return new RawOutput(chunks, 0, extent.bytes());
    }

    /** The last lines, found by the line counts of the pieces; an unterminated one counts. */
    static RawOutput tail(Chunks chunks, Extent extent, long lines) {
        if (lines == 0) {
            return new RawOutput(chunks, extent.bytes(), extent.bytes());
        }
        var before = extent.lines() - lines;
        var from = before <= 0 ? 0 : chunks.lastBefore(extent.bytes(), before).behindLineEnd(before);
        return new RawOutput(chunks, from, extent.bytes());
    }

    long size() {
        return to - from;
    }

    /** @throws Refusal 416 where the range holds no byte */
    Response answer(WholeBody bodies, RoutingContext routing, String range) {
        var part = ByteRange.of(range, size());
        if (part.isEmpty()) {
            return head().entity(body(bodies, routing)).build();
        }
        var first = from + part.get().first();
        var shown = new RawOutput(chunks, first, first + part.get().length());
        return shown.head()
                .status(Response.Status.PARTIAL_CONTENT)
                .header("Content-Range", part.get().contentRange(size()))
                .entity(shown.body(bodies, routing))
                .build();
    }

    /** Ranges are offered, and so the answer is never zipped. */
    ResponseBuilder head() {
        return headers().header(ACCEPT_RANGES, "bytes").header(HttpHeaders.CONTENT_LENGTH, size());
    }

    /** Without escape sequences; how long that is shows only at its end. */
    Response stripped(WholeBody bodies, RoutingContext routing) {
        var body = body(bodies, routing);
        return strippedHead()
                .entity((StreamingOutput) out -> body.write(new AnsiStrip(out)))
                .build();
    }

    ResponseBuilder strippedHead() {
        return headers().header(ACCEPT_RANGES, "none");
    }

    private static ResponseBuilder headers() {
        return Response.ok()
                .header(HttpHeaders.CONTENT_TYPE, "text/plain")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("X-Content-Type-Options", "nosniff");
    }

    /** The first bytes are read at once: what fails here can still be answered as a problem. */
    private StreamingOutput body(WholeBody bodies, RoutingContext routing) {
        var reader = new ChunkReader(chunks);
        if (size() > 0) {
            reader.at(from);
        }
        return bodies.of(routing, size(), out -> copy(reader, out));
    }

    private void copy(ChunkReader reader, OutputStream out) throws IOException {
        for (long offset = from; offset < to; ) {
            var chunk = reader.at(offset);
            var end = Math.min(chunk.end(), to);
            out.write(chunk.bytes(), (int) (offset - chunk.startOffset()), (int) (end - offset));
            offset = end;
        }
    }
}
