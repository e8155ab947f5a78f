package dev.runlog.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key as its holder has it: {@code rl_}, 30 random base62 characters (178 bits), and 6 that are the CRC-32 of what
 * stands before them, so that what was mistyped or made up is refused without a look-up.
 */
record KeyText(String text) {
    static final String PREFIX = "rl_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_CHARACTERS = 30;
    private static final int CHECK_CHARACTERS = 6;
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (RANDOM_CHARACTERS + CHECK_CHARACTERS) + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Empty where the text is no key. */
    static Optional<KeyText> of(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        var split = text.length() - CHECK_CHARACTERS;
        return text.substring(split).equals(check(text.substring(0, split)))
                ? Optional.of(new KeyText(text))
                : Optional.empty();
    }

    static KeyText fresh() {
        var text = new StringBuilder(PREFIX);
        RANDOM.ints(RANDOM_CHARACTERS, 0, DIGITS.length()).forEach(digit -> text.append(DIGITS.charAt(digit)));
        return new KeyText(text + check(text.toString()));
    }

    private static String check(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        var check = new StringBuilder();
        for (long rest = crc.getValue(); check.length() < CHECK_CHARACTERS; rest /= DIGITS.length()) {
            check.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
        }
        return check.toString();
    }

    /** SHA-256 of a credential: what is stored and looked up. With so much chance in it nothing slower is of use. */
    static ByteBuffer hash(String credential) {
        return hash(credential.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer hash(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A key is not to be found in a log by accident. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
