package dev.runlog.page;

import io.vertx.core.Context;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for the event loop every so many bytes. Whether a client is slow is known only there: a thread that writes faster
 * than the loop runs would pile up its bytes in front of it, outside of any bound. For one thread.
 */
final class PacedOutput extends FilterOutputStream {
    private static final int PACE_BYTES = 256 * 1024;

    private final Context loop;
    private int ahead;

    PacedOutput(OutputStream out, Context loop) {
        super(out);
        this.loop = loop;
    }

    @Override
    public void write(int single) throws IOException {
        out.write(single);
        went(1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        went(length);
    }

    private void went(int bytes) throws IOException {
        ahead += bytes;
        if (ahead < PACE_BYTES) {
            return;
        }
        ahead = 0;
        var caughtUp = new CountDownLatch(1);
        loop.runOnContext(done -> caughtUp.countDown());
        try {
            caughtUp.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
