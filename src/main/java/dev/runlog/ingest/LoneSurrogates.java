package dev.runlog.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Escapes of JSON (RFC 8259, section 7) that name half of a character. The parser keeps them in strings and takes nothing
 * that has one in a name, so U+FFFD is put in their place before it reads.
 */
final class LoneSurrogates {
    private static final byte[] REPLACEMENT = {'\\', 'u', 'f', 'f', 'f', 'd'};
    private static final int ESCAPE = REPLACEMENT.length;
    private static final int NONE = -1;

    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long BACKSLASHES = EACH_BYTE * '\\';
    private static final long HIGH_BITS = EACH_BYTE * 0x80;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private LoneSurrogates() {}

    /** That part of some JSON, as long as it was, with U+FFFD for each of them; empty where there are none. */
    static Optional<byte[]> replaced(byte[] utf8, int from, int length) {
        if (next(utf8, from, from + length) == NONE) {
            return Optional.empty();
        }
        var kept = Arrays.copyOfRange(utf8, from, from + length);
        for (int at = next(kept, 0, length); at != NONE; at = next(kept, at + ESCAPE, length)) {
            System.arraycopy(REPLACEMENT, 0, kept, at, ESCAPE);
        }
        return Optional.of(kept);
    }

    private static int next(byte[] utf8, int from, int end) {
        for (int at = backslash(utf8, from, end); at < end; at = backslash(utf8, at, end)) {
            var unit = unit(utf8, at, end);
            if (!isHigh(unit) && !isLow(unit)) {
                at += 2;
            } else if (isHigh(unit) && isLow(unit(utf8, at + ESCAPE, end))) {
                at += 2 * ESCAPE;
            } else {
                return at;
            }
        }
        return NONE;
    }

    /** Where the next one is, or the end: most texts have few. */
    private static int backslash(byte[] utf8, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && !hasBackslash((long) LONGS.get(utf8, at))) {
            at += Long.BYTES;
        }
        while (at < end && utf8[at] != '\\') {
            at++;
        }
        return at;
    }

    private static boolean hasBackslash(long bytes) {
        var others = bytes ^ BACKSLASHES;
        return ((others - EACH_BYTE) & ~others & HIGH_BITS) != 0;
    }

    /** The code unit that is escaped there. */
    private static int unit(byte[] utf8, int at, int end) {
        if (at + ESCAPE > end || utf8[at] != '\\' || utf8[at + 1] != 'u') {
            return NONE;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            if (!HexFormat.isHexDigit(utf8[i])) {
                return NONE;
            }
            unit = unit << 4 | HexFormat.fromHexDigit(utf8[i]);
        }
        return unit;
    }

    private static boolean isHigh(int unit) {
        return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
    }

    private static boolean isLow(int unit) {
        return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
    }
}
