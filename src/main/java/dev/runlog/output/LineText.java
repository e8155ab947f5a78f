package dev.runlog.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Gathers the bytes of one line, no more than are shown. For one thread. */
final class LineText {
    static final int MOST_BYTES = 64 * 1024;
    private static final int WITH_CARRIAGE_RETURN = MOST_BYTES + 1;
    private static final int MOST_CONTINUATION_BYTES = 3;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long length;

    void add(byte[] bytes, int from, int to) {
        length += to - from;
        kept.write(bytes, from, Math.min(to - from, WITH_CARRIAGE_RETURN - kept.size()));
    }

    /** Whether nothing more would be shown, whatever follows. */
    boolean isFull() {
        return length > WITH_CARRIAGE_RETURN;
    }

    /** @param text without a carriage return before the line's end */
    record Shown(String text, boolean truncated) {}

    Shown shown(boolean ended) {
        var bytes = kept.toByteArray();
        var size = bytes.length;
        if (ended && !isFull() && size > 0 && bytes[size - 1] == '\r') {
            size--;
        }
        var truncated = isFull() || size > MOST_BYTES;
        if (truncated) {
            size = cut(bytes);
        }
        return new Shown(new String(bytes, 0, size, StandardCharsets.UTF_8), truncated);
    }

    /** The bound, or the beginning of the character that it would cut. */
    private static int cut(byte[] bytes) {
        for (int end = MOST_BYTES; end >= MOST_BYTES - MOST_CONTINUATION_BYTES; end--) {
            if ((bytes[end] & 0xC0) != 0x80) {
                return end;
            }
        }
        return MOST_BYTES;
    }
}
