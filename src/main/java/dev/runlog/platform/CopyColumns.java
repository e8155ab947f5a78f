package dev.runlog.platform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);

    private byte[] buffer;
    private int size;

    public CopyColumns() {
        this(ROOM);
    }

    /** @param room in bytes, for what is expected; it grows */
    public CopyColumns(int room) {
        this.buffer = new byte[room];
    }

    private static VarHandle view(Class<?> numbers) {
        return MethodHandles.byteArrayViewVarHandle(numbers, ByteOrder.BIG_ENDIAN);
    }

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
        return raw(written, 0, written.length);
    }

    CopyColumns raw(byte[] written, int from, int end) {
        reserve(end - from);
        System.arraycopy(written, from, buffer, size, end - from);
        size += end - from;
        return this;
    }

    /** How long the column is that begins there; -1 for null. */
    static int lengthAt(byte[] columns, int at) {
        return (int) INTS.get(columns, at);
    }

    CopyColumns int16(int value) {
        reserve(Short.BYTES);
        SHORTS.set(buffer, size, (short) value);
        size += Short.BYTES;
        return this;
    }

    CopyColumns int32(int value) {
        reserve(Integer.BYTES);
        INTS.set(buffer, size, value);
        size += Integer.BYTES;
        return this;
    }

    private CopyColumns int64(long value) {
        reserve(Long.BYTES);
        LONGS.set(buffer, size, value);
        size += Long.BYTES;
        return this;
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
