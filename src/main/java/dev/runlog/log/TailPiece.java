package dev.runlog.log;

import io.vertx.core.buffer.Buffer;

/**
 * The next entries of a tail.
 *
 * @param events none where no entry up to {@code upTo} is wanted
 */
record TailPiece(Buffer events, int upTo) {
    boolean isEmpty() {
        return events.length() == 0;
    }
}
