package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What to do about a pool, one of whose connections turned out to be dead. */
public final class DeadConnections {
    private static final Duration EMPTYING = Duration.ofMillis(100);

    private DeadConnections() {}

    /**
     * Lets go of those that are idle: they lead where the dead one did, and each would have to be found out by a request
     * of its own. The pool does that on its own thread, which is waited for a moment.
     */
    public static void flush(AgroalDataSource pool) {
        pool.flush(FlushMode.IDLE);
        LockSupport.parkNanos(EMPTYING.toNanos());
    }
}
