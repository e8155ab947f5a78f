package dev.runlog.bench;

import java.nio.ByteBuffer;

/** What one connection asks, again and again, and what it takes for a right answer. For one thread. */
interface Script {

    /** The next request, head and body; its buffer is used again once it is answered. */
    ByteBuffer next();

    /** @param answer bytes, of which the body is from {@code start} to {@code end} */
    boolean isRight(int status, byte[] answer, int start, int end);
}
