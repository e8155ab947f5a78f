package dev.runlog.platform;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Rows in the text format of PostgreSQL's COPY, built in one growing buffer. Not safe for concurrent use. */
public final class CopyText {
    private static final int ROOM = 512;

    private byte[] buffer = new byte[ROOM];
    private int size;
    private boolean inRow;

    public CopyText number(long value) {
        column();
        return append(Long.toString(value));
    }

    /** @param value a number or null */
    public CopyText number(Number value) {
        return value == null ? nothing() : number(value.longValue());
    }

    /** @param value null for null */
    public CopyText time(Instant value) {
        if (value == null) {
            return nothing();
        }
        column();
        return append(Rfc3339.format(value));
    }

    /** @param value without NUL and lone surrogates; null for null */
    public CopyText text(String value) {
        if (value == null) {
            return nothing();
        }
        column();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            switch (b) {
                case '\\' -> put('\\', '\\');
                case '\n' -> put('\\', 'n');
                case '\r' -> put('\\', 'r');
                case '\t' -> put('\\', 't');
                default -> put(b);
            }
        }
        return this;
    }

    /** Columns that another instance wrote. */
    public CopyText columns(byte[] written) {
        column();
        reserve(written.length);
        System.arraycopy(written, 0, buffer, size, written.length);
        size += written.length;
        return this;
    }

    public CopyText endRow() {
        put((byte) '\n');
        inRow = false;
        return this;
    }

    private CopyText nothing() {
        column();
        put('\\', 'N');
        return this;
    }

    private void column() {
        if (inRow) {
            put((byte) '\t');
        }
        inRow = true;
    }

    private CopyText append(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    private void put(char escape, char escaped) {
        put((byte) escape);
        put((byte) escaped);
    }

    private void put(byte b) {
        reserve(1);
        buffer[size++] = b;
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }

    /** What was written so far, as the buffer itself: good until the next write. */
    public byte[] buffer() {
        return buffer;
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }
}
