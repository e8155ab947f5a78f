package dev.runlog.ingest;

import dev.runlog.platform.Utf8;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What a request carried, unwrapped.
 *
 * @param bytes after inflating
 */
record Body(byte[] bytes) {
    private static final int PIECE = 16 * 1024;

    /**
     * @param contentEncoding null, {@code identity} or {@code gzip}
     * @throws Refusal 400 for gzip that is not intact, 413 over {@code most} bytes, 415 for another encoding, 503 where
     *     there is no memory to inflate it
     */
    static Body of(Arrived arrived, String contentEncoding, long most) {
        var encoding = contentEncoding == null ? "identity" : contentEncoding.strip();
        if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
            return new Body(inflated(arrived, most));
        }
        if (!encoding.equalsIgnoreCase("identity") && !encoding.isEmpty()) {
            throw new Refusal(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding may be gzip or identity.",
                    List.of(Fault.ofParameter("Content-Encoding", "Content-Encoding may be gzip or identity.")),
                    Map.of("Accept-Encoding", "gzip"));
        }
        if (arrived.bytes().length > most) {
            throw tooLarge(most);
        }
        return new Body(arrived.bytes());
    }

    private static byte[] inflated(Arrived arrived, long most) {
        try (var in = new Gzip(arrived.bytes())) {
            var bytes = new ByteArrayOutputStream();
            var piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (bytes.size() + read > most) {
                    throw tooLarge(most);
                }
                arrived.inflate(bytes.size() + read);
                bytes.write(piece, 0, read);
            }
            if (!in.isAtEnd()) {
                throw new IOException("goes on behind its end");
            }
            return bytes.toByteArray();
        } catch (IOException broken) {
            throw new Refusal(ProblemCode.MALFORMED_BODY, "The body is not intact gzip. Nothing was stored.");
        }
    }

    /** The platform's own swallows what follows the last member. */
    private static final class Gzip extends GZIPInputStream {
        private static final int TRAILER = 8;

        /** @param raw is buffered whole, so that what remains at the end is the last trailer and what follows it */
        Gzip(byte[] raw) throws IOException {
            super(new ByteArrayInputStream(raw), Math.max(1, raw.length));
        }

        boolean isAtEnd() {
            return inf.getRemaining() == TRAILER;
        }
    }

    private static Refusal tooLarge(long most) {
        return new Refusal(ProblemCode.TOO_LARGE, "The body is over the bound of " + most + " bytes after inflating.");
    }

    /** @throws java.nio.charset.CharacterCodingException where it is not UTF-8 */
    void requireText() throws IOException {
        Utf8.require(bytes);
    }
}
