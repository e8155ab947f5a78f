package dev.runlog.output;

import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One range of bytes (RFC 9110, 14.1.2).
 *
 * @param first inclusive, as is {@code last}
 */
record ByteRange(long first, long last) {
    private static final Pattern FORM =
            Pattern.compile("bytes\\s*=\\s*(?:([0-9]+)\\s*-\\s*([0-9]*)|-\\s*([0-9]+))\\s*", Pattern.CASE_INSENSITIVE);
    private static final int MOST_DIGITS = 18;

    /**
     * The range within {@code size} bytes; empty where the header is to be ignored: none, several ranges, or malformed.
     *
     * @param header null where there is none
     * @throws Refusal 416 where the range holds no byte
     */
    static Optional<ByteRange> of(String header, long size) {
        var parts = FORM.matcher(header == null ? "" : header);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(3) != null) {
            var suffix = number(parts.group(3));
            return suffix == 0 ? refuse(size) : tail(suffix, size);
        }
        var first = number(parts.group(1));
        if (parts.group(2).isEmpty()) {
            return within(first, size - 1, size);
        }
        var last = number(parts.group(2));
        return last < first ? Optional.empty() : within(first, Math.min(last, size - 1), size);
    }

    /** The tail of nothing is nothing, which no range can say. */
    private static Optional<ByteRange> tail(long suffix, long size) {
        return size == 0 ? Optional.empty() : Optional.of(new ByteRange(Math.max(0, size - suffix), size - 1));
    }

    private static Optional<ByteRange> within(long first, long last, long size) {
        return first >= size ? refuse(size) : Optional.of(new ByteRange(first, last));
    }

    private static Optional<ByteRange> refuse(long size) {
        throw new Refusal(
                ProblemCode.RANGE_NOT_SATISFIABLE,
                "There are " + size + " bytes; the range holds none of them.",
                List.of(),
                Map.of("Content-Range", "bytes */" + size, "Accept-Ranges", "bytes"));
    }

    /** More digits than any size has count as one that is beyond all. */
    private static long number(String digits) {
        return digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    long length() {
        return last - first + 1;
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
