package dev.runlog.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What two errors have in common that are the same but for their numbers, ids, addresses and quoted values: a 64-bit
 * digest of the version of this algorithm and the masked text.
 */
public final class Fingerprint {
    private static final int VERSION = 1;
    private static final int MOST_CHARACTERS = 2_000;
    private static final Pattern HEX_FORM = Pattern.compile("[0-9a-fA-F]{16}");

    /** What all but addresses and mailboxes begin with: most characters do not. */
    private static final String FIRST = "(?=[\"'`«„“0-9a-fA-F:-])";

    private static final String ADDRESS = "|\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\\s\"'<>]+";
    private static final String IPV6 =
            "|(?=[0-9a-fA-F:])(?<![\\w:])(?=[0-9a-fA-F:]*(?:::|[a-fA-F]))(?:[0-9a-fA-F]{0,4}:){2,7}"
                    + "[0-9a-fA-F]{0,4}(?![\\w:])";
    private static final String MAILBOX = "|[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}";

    /**
     * One pass over the text: the leftmost match is masked, the earlier alternative where two begin together. Three of
     * these take most of the time, and are left out where the text lacks what each must have.
     */
    private static final Pattern[] VARIABLE = IntStream.range(0, 8)
            .mapToObj(has ->
                    variable((has & 1) == 0 ? "" : ADDRESS, (has & 2) == 0 ? "" : IPV6, (has & 4) == 0 ? "" : MAILBOX))
            .toArray(Pattern[]::new);

    private static final Pattern SPACE = Pattern.compile("\\s{2,}|[\\s&&[^ ]]");

    private Fingerprint() {}

    private static Pattern variable(String address, String ipv6, String mailbox) {
        var first = address.isEmpty() && mailbox.isEmpty() ? FIRST : "";
        return Pattern.compile(first + "(?:\"[^\"\\n]{0,200}\""
                + "|'(?<![\\p{L}\\d]')[^'\\n]{0,200}'(?!\\p{L})"
                + "|`[^`\\n]{0,200}`"
                + "|[«„“][^»“”\\n]{0,200}[»“”]"
                + address
                + ipv6
                + mailbox
                + "|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
                + "|0[xX][0-9a-fA-F]+"
                + "|(?=[0-9a-fA-F]{8})\\b(?=[0-9a-fA-F]*\\d)[0-9a-fA-F]{8,}\\b"
                + "|(?:-(?<!\\w-))?\\d+(?:[.,:/T-]\\d+)*(?:Z\\b|[a-zµ%]{1,4}\\b)?)");
    }

    private static Pattern variableIn(String text) {
        int colon = text.indexOf(':');
        return VARIABLE[
                (colon >= 0 && text.indexOf("://", colon) >= 0 ? 1 : 0)
                        + (colon >= 0 && text.indexOf(':', colon + 1) >= 0 ? 2 : 0)
                        + (text.indexOf('@') >= 0 ? 4 : 0)];
    }

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
        return SPACE.matcher(variableIn(head).matcher(head).replaceAll("*"))
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
