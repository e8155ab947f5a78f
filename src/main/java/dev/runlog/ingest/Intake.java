package dev.runlog.ingest;

import dev.runlog.page.Parameters;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What every ingestion address does with what it is sent. */
@ApplicationScoped
class Intake {
    private final IngestConfig config;

    Intake(IngestConfig config) {
        this.config = config;
    }

    /** @throws Refusal 400 where the text is no UUID */
    static UUID processId(String text) {
        return Parameters.id(text)
                .orElseThrow(() -> new Refusal(
                        ProblemCode.INVALID_PATH,
                        "The process id in the address must be a UUID, such as "
                                + "93e37cdf-046d-45b2-a983-1e2580e57b5c."));
    }

    /** A JSON or NDJSON body, unwrapped and within its bound. */
    Body body(byte[] sent, String contentEncoding) {
        return Body.of(sent, contentEncoding, config.maxBody().asLongValue());
    }

    /** Raw bytes, unwrapped and within their own bound. */
    Body output(byte[] sent, String contentEncoding) {
        return Body.of(sent, contentEncoding, config.maxOutput().asLongValue());
    }

    <T> Batch<T> batch(Body body, String contentType, Batch.Item<T> item) {
        return Batch.read(body, isLines(contentType), config.maxEntries(), item);
    }

    private static boolean isLines(String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, "application/x-ndjson", 0, 20);
    }
}
