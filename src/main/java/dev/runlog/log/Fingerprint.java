package dev.runlog.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What two errors have in common that are the same but for their numbers, ids, addresses and quoted values: a 64-bit
 * digest of the version of this algorithm and the masked text.
 */
public final class Fingerprint {
    private static final int VERSION = 1;
    private static final int MOST_CHARACTERS = 2_000;
    private static final Pattern HEX_FORM = Pattern.compile("[0-9a-f]{16}");

    /** One pass over the text: the leftmost match is masked, the earlier alternative where two begin together. */
    private static final Pattern VARIABLE = Pattern.compile("\"[^\"\\n]{0,200}\""
            + "|(?<![\\p{L}\\d])'[^'\\n]{0,200}'(?!\\p{L})"
            + "|`[^`\\n]{0,200}`"
            + "|[«„“][^»“”\\n]{0,200}[»“”]"
            + "|\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\\s\"'<>]+"
            + "|(?<![\\w:])(?=[0-9a-fA-F:]*(?:::|[a-fA-F]))(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\\w:])"
            + "|[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}"
            + "|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
            + "|0[xX][0-9a-fA-F]+"
            + "|\\b(?=[0-9a-fA-F]*\\d)[0-9a-fA-F]{8,}\\b"
            + "|(?:(?<!\\w)-)?\\d+(?:[.,:/T-]\\d+)*(?:Z\\b|[a-zµ%]{1,4}\\b)?");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Fingerprint() {}

    /** The fingerprint of an application's message. */
    public static long ofMessage(String message) {
        return digest("message", masked(message));
    }

    /** The fingerprint of a failed call: its method, the template of its path, its response code. */
    public static long ofCall(String method, String requestUri, Integer responseCode) {
        return digest("call", method + " " + masked(path(requestUri)) + " " + responseCode);
    }

    /** The path of a request URI, without scheme, authority and query. */
    public static String path(String requestUri) {
        var withoutQuery = requestUri.split("[?#]", 2)[0];
        return withoutQuery.replaceFirst("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*", "");
    }

    static String masked(String text) {
        var head = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
        return SPACE.matcher(VARIABLE.matcher(head).replaceAll("*"))
                .replaceAll(" ")
                .strip();
    }

    /** How the wire writes it: 16 hex digits; null stays null. */
    public static String hex(Long fingerprint) {
        return fingerprint == null ? null : HexFormat.of().toHexDigits(fingerprint);
    }

    static Optional<Long> ofHex(String text) {
        return HEX_FORM.matcher(text).matches() ? Optional.of(HexFormat.fromHexDigitsToLong(text)) : Optional.empty();
    }

    private static long digest(String kind, String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((kind + VERSION + '\n').getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
