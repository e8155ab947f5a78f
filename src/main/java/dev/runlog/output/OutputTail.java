package dev.runlog.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last lines of a stream, for eyes: escape sequences left out, bytes that are not UTF-8 as U+FFFD.
 *
 * @param lines without their ends; a first one that does not begin within the tail is left out
 */
public record OutputTail(List<String> lines) {
    public static final OutputTail NONE = new OutputTail(List.of());

    public OutputTail {
        lines = List.copyOf(lines);
    }

    /** @param begin offset of the first byte within the stream */
    static OutputTail of(byte[] bytes, long begin) {
        var from = begin == 0 ? 0 : behindFirstLineEnd(bytes);
        var text = stripped(Arrays.copyOfRange(bytes, from, bytes.length));
        var lines = new ArrayList<String>();
        for (var line : text.split("\n", -1)) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        if (lines.get(lines.size() - 1).isEmpty() && endsWithLine(bytes)) {
            lines.remove(lines.size() - 1);
        }
        return new OutputTail(lines);
    }

    /** Else there is a last line, though it may be nothing but escape sequences. */
    private static boolean endsWithLine(byte[] bytes) {
        return bytes.length == 0 || bytes[bytes.length - 1] == '\n';
    }

    /** 0 where it is all one line: better its end than nothing. */
    private static int behindFirstLineEnd(byte[] bytes) {
        for (int i = 0; i < bytes.length - 1; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static String stripped(byte[] bytes) {
        var kept = new ByteArrayOutputStream(bytes.length);
        try (var strip = new AnsiStrip(kept)) {
            strip.write(bytes, 0, bytes.length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return kept.toString(StandardCharsets.UTF_8);
    }
}
