package dev.runlog.ingest;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names whose values are secret: of headers, parameters, members. Only letters and digits count, in any case. For any
 * number of threads.
 */
final class SecretNames {
    /** Whatever stands before them: {@code db_password}, {@code shopifyAccessToken}. */
    private static final Set<String> ENDINGS = Set.of(
            "password",
            "passwd",
            "passphrase",
            "clientsecret",
            "secretkey",
            "sharedsecret",
            "accesstoken",
            "refreshtoken",
            "idtoken",
            "authtoken",
            "bearertoken",
            "sessiontoken",
            "securitytoken",
            "secretaccesskey",
            "apikey",
            "apitoken",
            "apisecret",
            "privatekey");

    private static final Set<String> WHOLE = Set.of(
            "authorization",
            "proxyauthorization",
            "cookie",
            "setcookie",
            "secret",
            "token",
            "xapikey",
            "xauthtoken",
            "xamzsignature",
            "sig",
            "signature");

    /** Words that stand before a colon in sentences, too. */
    private static final Set<String> WORDS = Set.of("token", "cookie", "signature", "sig", "secret");

    private static final int SHORTEST = 3;
    private static final int LONGEST = 64;
    private static final int CHARACTERS = 36;

    private final Set<String> whole;
    /** Of any secret name, by {@link #pair}. */
    private final boolean[] lastTwo = new boolean[CHARACTERS * CHARACTERS];

    /** Those that every service has, and {@code more} of at least three letters and digits. */
    SecretNames(Collection<String> more) {
        whole = new HashSet<>(WHOLE);
        more.stream()
                .map(name -> plain(name, 0, name.length()))
                .filter(plain -> plain.length() >= SHORTEST)
                .forEach(whole::add);
        Stream.of(ENDINGS, whole)
                .flatMap(Set::stream)
                .forEach(name -> lastTwo[pair(name.charAt(name.length() - 2), name.charAt(name.length() - 1))] = true);
    }

    /** Of a letter in any case or a digit; -1 for others. */
    private static int code(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0' + 26;
        }
        var letter = c | 0x20;
        return letter >= 'a' && letter <= 'z' ? letter - 'a' : -1;
    }

    private static int pair(char one, char other) {
        var first = code(one);
        var second = code(other);
        return first < 0 || second < 0 ? -1 : first * CHARACTERS + second;
    }

    /** Whether what ends at {@code end} may be a secret name: most are told by their last two letters. */
    boolean mayEnd(CharSequence text, int end) {
        if (end < SHORTEST) {
            return false;
        }
        var pair = pair(text.charAt(end - 2), text.charAt(end - 1));
        return pair >= 0 && lastTwo[pair] || text.charAt(end - 3) == '%';
    }

    /** The plain form of the name that {@code text} has between two places; null where it is not secret. */
    String secret(CharSequence text, int from, int to) {
        if (to - from < SHORTEST || to - from > LONGEST) {
            return null;
        }
        var plain = plain(text, from, to);
        return isSecret(plain) ? plain : null;
    }

    private boolean isSecret(String plain) {
        if (whole.contains(plain)) {
            return true;
        }
        for (var ending : ENDINGS) {
            if (plain.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a plain name before a colon need not name what comes behind it. */
    static boolean isWord(String plain) {
        return WORDS.contains(plain);
    }

    /** Percent-encoding taken off, letters and digits kept. */
    private static String plain(CharSequence text, int from, int to) {
        var kept = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            var c = text.charAt(i);
            if (c == '%' && i + 2 < to && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                c = (char) (Character.digit(text.charAt(i + 1), 16) << 4 | Character.digit(text.charAt(i + 2), 16));
                i += 2;
            }
            if (code(c) >= 0) {
                kept.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
            }
        }
        return kept.toString();
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }
}
