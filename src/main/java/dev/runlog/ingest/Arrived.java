package dev.runlog.ingest;

import dev.runlog.access.AdminBody;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * A body as it arrived, and the memory that is counted for it until the request is answered.
 *
 * @param share empty where there was no body
 */
record Arrived(byte[] bytes, Optional<IntakeBudget.Share> share) {
    private static final String KEY = "runlog.body";
    private static final Arrived NOTHING = new Arrived(new byte[0], Optional.empty());

    /** What a request costs beside its body. */
    private static final int REQUEST_BYTES = 8 * 1024;

    /** A buffer that grows is copied. */
    private static final int ARRIVING = 2;

    /** Reading makes text of the bytes, and rows of the text. */
    private static final int READING = 5;

    static long whileArriving(long bytes) {
        return REQUEST_BYTES + ARRIVING * bytes;
    }

    static Arrived of(RoutingContext rc) {
        return rc.get(KEY, NOTHING);
    }

    /** Keeps it for the resource. */
    void keep(RoutingContext rc) {
        share.ifPresent(kept -> kept.resize(REQUEST_BYTES + bytes.length));
        rc.put(KEY, this);
    }

    /** Keeps it for a resource of {@code /admin}. */
    void keepForAdmin(RoutingContext rc) {
        AdminBody.keep(rc, bytes);
    }

    /**
     * @param inflated bytes so far
     * @throws dev.runlog.problem.Refusal 503 where there is no memory for so much
     */
    void inflate(long inflated) {
        share.ifPresent(kept -> kept.resize(REQUEST_BYTES + bytes.length + ARRIVING * inflated));
    }

    /**
     * @param size of the body, inflated
     * @throws dev.runlog.problem.Refusal 503 where there is no memory to read so much
     */
    void read(long size) {
        share.ifPresent(kept -> kept.resize(REQUEST_BYTES + bytes.length + READING * size));
    }

    /** The answer has ended, perhaps before the body's turn came to be read: nothing of it is kept that is not counted. */
    static void leave(RoutingContext rc, IntakeBudget.Share share) {
        share.close();
        rc.remove(KEY);
    }

    /** The body has been read and is not needed any more. */
    static void forget(RoutingContext rc) {
        of(rc).share().ifPresent(kept -> kept.resize(REQUEST_BYTES));
        rc.remove(KEY);
    }
}
