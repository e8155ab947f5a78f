package dev.runlog.platform;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Columns in the binary format of PostgreSQL's COPY, each its length and its bytes, in one growing buffer. The type must
 * be the column's own: nothing is converted. Not safe for concurrent use.
 */
public final class CopyColumns {
    private static final int ROOM = 512;
    private static final int NOTHING = -1;
    private static final long POSTGRES_EPOCH_SECOND = 946_684_800;

    private byte[] buffer = new byte[ROOM];
    private int size;

    /** {@code smallint}; null for null */
    public CopyColumns int2(Integer value) {
        return value == null ? nothing() : int32(Short.BYTES).int16(value);
    }

    /** {@code integer}; null for null */
    public CopyColumns int4(Integer value) {
        return value == null ? nothing() : int32(Integer.BYTES).int32(value);
    }

    /** {@code bigint}; null for null */
    public CopyColumns int8(Long value) {
        return value == null ? nothing() : int32(Long.BYTES).int64(value);
    }

    /** {@code timestamptz}, in whole microseconds; null for null */
    public CopyColumns time(Instant value) {
        if (value == null) {
            return nothing();
        }
        var seconds = value.getEpochSecond() - POSTGRES_EPOCH_SECOND;
        return int32(Long.BYTES).int64(seconds * 1_000_000 + value.getNano() / 1_000);
    }

    /** {@code text} or {@code json}, without NUL and lone surrogates; null for null */
    public CopyColumns text(String value) {
        if (value == null) {
            return nothing();
        }
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        return int32(bytes.length).raw(bytes);
    }

    public CopyColumns nothing() {
        return int32(NOTHING);
    }

    /** Columns that another instance wrote. */
    public CopyColumns raw(byte[] written) {
        reserve(written.length);
        System.arraycopy(written, 0, buffer, size, written.length);
        size += written.length;
        return this;
    }

    CopyColumns int16(int value) {
        reserve(Short.BYTES);
        buffer[size++] = (byte) (value >> 8);
        buffer[size++] = (byte) value;
        return this;
    }

    CopyColumns int32(int value) {
        return int16(value >> 16).int16(value);
    }

    private CopyColumns int64(long value) {
        return int32((int) (value >> 32)).int32((int) value);
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }

    /** What was written so far, as the buffer itself: good until the next write. */
    byte[] buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }
}
