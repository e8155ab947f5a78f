package dev.runlog.ingest;

import dev.runlog.page.Parameters;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What every ingestion address does with what it is sent. */
@ApplicationScoped
class Intake {
    static final String NDJSON = "application/x-ndjson";

    private final IngestConfig config;
    private final Redaction redaction;

    Intake(IngestConfig config, Redaction redaction) {
        this.config = config;
        this.redaction = redaction;
    }

    /** Reads entries received at this time. */
    EntryReader entries(Instant receivedAt) {
        return new EntryReader(receivedAt, redaction);
    }

    /** Takes up the records of an OTLP request received at this time. */
    OtlpBatch records(Writer writer, Instant receivedAt) {
        return new OtlpBatch(new OtlpReader(receivedAt, redaction), writer, config.maxEntries());
    }

    /** The text without credentials; null stays null. */
    String withoutCredentials(String text) {
        return redaction.textOrNull(text);
    }

    /** @throws Refusal 400 where the text is no UUID */
    static UUID processId(String text) {
        return Parameters.id(text)
                .orElseThrow(() -> new Refusal(
                        ProblemCode.INVALID_PATH,
                        "The process id in the address must be a UUID, such as "
                                + "93e37cdf-046d-45b2-a983-1e2580e57b5c."));
    }

    /**
     * One write as it came.
     *
     * @param body unwrapped and within its bound
     * @param key what its Idempotency-Key is about; empty where it has none
     */
    record Sent(Body body, String contentType, Optional<Idempotency> key) {}

    /** @param address what the Idempotency-Key is bound to, within the run or state */
    Sent json(RoutingContext rc, String address) {
        return sent(rc, address, config.maxBody().asLongValue());
    }

    /** Raw bytes, which have a bound of their own. */
    Sent output(RoutingContext rc, String address) {
        return sent(rc, address, config.maxOutput().asLongValue());
    }

    private static Sent sent(RoutingContext rc, String address, long most) {
        var headers = rc.request().headers();
        var arrived = Arrived.of(rc);
        var body = Body.of(arrived, headers.get(HttpHeaders.CONTENT_ENCODING), most);
        arrived.read(body.bytes().length);
        var key = Idempotency.of(headers, address, body);
        return new Sent(body, headers.get(HttpHeaders.CONTENT_TYPE), key);
    }

    <T> Batch<T> batch(Sent sent, Batch.Item<T> item) {
        return Batch.read(sent.body(), isLines(sent.contentType()), config.maxEntries(), item);
    }

    private static boolean isLines(String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, NDJSON, 0, NDJSON.length());
    }
}
