package dev.runlog.platform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text as the database can hold it, measured in bytes of UTF-8. */
public final class Utf8 {
    private static final char NUL_SHOWN = '\u2400';
    private static final char REPLACEMENT = '\uFFFD';
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** Bytes of one {@code char}; a pair of surrogates has four. */
    private static final long MOST_WIDTH = 3;

    private static final int PIECE = 8 * 1024;

    private Utf8() {}

    /** NUL becomes U+2400 and a lone surrogate U+FFFD; any other text is returned as it is. */
    public static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    /** Whether it has a character that {@link #storable} puts in the place of others. */
    public static boolean hasStandIn(String text) {
        return text.indexOf(NUL_SHOWN) >= 0 || text.indexOf(REPLACEMENT) >= 0;
    }

    private static String replaced(String text) {
        var kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                kept.append(NUL_SHOWN);
            } else if (!Character.isSurrogate(c)) {
                kept.append(c);
            } else if (startsPair(text, i)) {
                kept.append(c).append(text.charAt(++i));
            } else {
                kept.append(REPLACEMENT);
            }
        }
        return kept.toString();
    }

    private static boolean startsPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    /** Bytes of a text without lone surrogates. */
    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += width(text.charAt(i));
        }
        return bytes;
    }

    /** Whether a text without lone surrogates has more bytes; most texts need not be counted to tell. */
    public static boolean isLonger(String text, int bytes) {
        return text.length() * MOST_WIDTH > bytes && length(text) > bytes;
    }

    /** The longest beginning of at most so many bytes that cuts no character. */
    public static String cut(String text, int mostBytes) {
        if (text.length() * MOST_WIDTH <= mostBytes) {
            return text;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += width(text.charAt(i));
            if (bytes > mostBytes) {
                var end = Character.isLowSurrogate(text.charAt(i)) ? i - 1 : i;
                return text.substring(0, end);
            }
        }
        return text;
    }

    /** A surrogate is half of a character of four bytes. */
    private static int width(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    /** As one segment of a path, or one value of a query, holds it (RFC 3986). */
    public static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws CharacterCodingException where the bytes are not UTF-8 (RFC 3629) */
    public static void require(byte[] bytes) throws CharacterCodingException {
        int ascii = 0;
        while (ascii + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, ascii) & HIGH_BITS) == 0) {
            ascii += Long.BYTES;
        }
        var rest = ByteBuffer.wrap(bytes, ascii, bytes.length - ascii);
        var piece = CharBuffer.allocate(Math.min(PIECE, rest.remaining() + 1));
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        for (var result = CoderResult.OVERFLOW; result.isOverflow(); piece.clear()) {
            result = decoder.decode(rest, piece, true);
            if (result.isError()) {
                result.throwException();
            }
        }
    }
}
