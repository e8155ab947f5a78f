package dev.runlog.page;

import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a walk over a list stands: behind the item with these key values.
 *
 * @param began when the walk began
 * @param keys the sort key of the last item seen, each a {@link Long}, {@link String} or {@link Instant}
 */
public record Cursor(Instant began, List<Object> keys) {
    private static final int VERSION = 1;
    private static final int CHECK_BYTES = 6;

    public Cursor {
        keys = List.copyOf(keys);
    }

    /** @throws Refusal 400 as the other two, where the key is of another kind: whoever makes up cursors may do so well */
    public long number(int key) {
        return key(key, Long.class);
    }

    public String text(int key) {
        return key(key, String.class);
    }

    public Instant time(int key) {
        return key(key, Instant.class);
    }

    /** With the keys from {@code first} on. */
    public Cursor from(int first) {
        return new Cursor(began, keys.subList(Math.min(first, keys.size()), keys.size()));
    }

    private <T> T key(int key, Class<T> kind) {
        if (key < keys.size() && kind.isInstance(keys.get(key))) {
            return kind.cast(keys.get(key));
        }
        throw refused();
    }

    /** The opaque text, good only for the same {@code scope}. */
    String encode(String scope) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            writeTime(out, began);
            for (var key : keys) {
                if (key instanceof Long number) {
                    out.writeByte('n');
                    out.writeLong(number);
                } else if (key instanceof Instant time) {
                    out.writeByte('t');
                    writeTime(out, time);
                } else {
                    out.writeByte('s');
                    out.writeUTF((String) key);
                }
            }
            bytes.write(check(bytes.toByteArray(), scope));
            return base64(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Empty where the text is damaged or came from another list. */
    static Optional<Cursor> decode(String text, String scope) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            var body = Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECK_BYTES));
            var check = Arrays.copyOfRange(bytes, body.length, bytes.length);
            if (!Arrays.equals(check, check(body, scope)) || !text.equals(base64(bytes))) {
                return Optional.empty();
            }
            return read(new DataInputStream(new ByteArrayInputStream(body)));
        } catch (IllegalArgumentException | IOException damaged) {
            return Optional.empty();
        }
    }

    /** The decoder forgives padding and bits that no byte has; who compares with this does not. */
    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Optional<Cursor> read(DataInputStream in) throws IOException {
        if (in.readByte() != VERSION) {
            return Optional.empty();
        }
        var began = readTime(in);
        var keys = new ArrayList<Object>();
        while (in.available() > 0) {
            switch (in.readByte()) {
                case 'n' -> keys.add(in.readLong());
                case 't' -> keys.add(readTime(in));
                default -> keys.add(in.readUTF());
            }
        }
        return Optional.of(new Cursor(began, keys));
    }

    /** Not {@link ChronoUnit#between}, which on Java 17 counts in nanoseconds and overflows beyond 292 years. */
    private static void writeTime(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000));
    }

    private static Instant readTime(DataInputStream in) throws IOException {
        return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    }

    private static byte[] check(byte[] body, String scope) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(scope.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(body), CHECK_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static Refusal refused() {
        return new Refusal(
                ProblemCode.INVALID_CURSOR,
                "The cursor is damaged, or came from another address, other filters or another sort.",
                List.of(Fault.ofParameter("cursor", "cursor does not belong to this list.")));
    }
}
