package dev.runlog.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What real programs left behind, from {@code src/test/resources/real}. */
public final class RealInput {
    private static final Pattern SERVER_LINE =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) ([0-9:.]{12}) UTC \\[\\d+] ([A-Z]+): {2}(.*)");
    private static final int DPKG_TIME = "2025-06-24 14:36:25".length();

    private RealInput() {}

    /** A program that failed, and what it wrote. */
    public record Program(String name, int exitCode) {
        public byte[] written(String stream) {
            return bytes("output/" + name + "." + stream);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static Stream<Program> programs() {
        return text("output/exit-codes.txt")
                .lines()
                .map(line -> line.split(" ", 2))
                .map(RealInput::program);
    }

    private static Program program(String... nameAndCode) {
        return new Program(nameAndCode[0], Integer.parseInt(nameAndCode[1]));
    }

    /** The log of a PostgreSQL server: what belongs to an entry is its further lines. */
    public static List<Said> serverLog() {
        var entries = new ArrayList<Said>();
        text("logs/postgresql.log").lines().forEach(line -> {
            var parts = SERVER_LINE.matcher(line);
            if (parts.matches() && isEntry(parts.group(3))) {
                var time = Instant.parse(parts.group(1) + "T" + parts.group(2) + "Z");
                entries.add(new Said(level(parts.group(3)), time, parts.group(4)));
            } else {
                var more = parts.matches() ? parts.group(3) + ":  " + parts.group(4) : line;
                entries.add(entries.remove(entries.size() - 1).with(more));
            }
        });
        return entries;
    }

    private static boolean isEntry(String kind) {
        return !level(kind).isEmpty();
    }

    /** Empty for what continues an entry. */
    private static String level(String kind) {
        return switch (kind) {
            case "LOG" -> "info";
            case "WARNING" -> "warning";
            case "ERROR" -> "error";
            case "FATAL" -> "critical";
            case "DETAIL", "HINT", "STATEMENT", "CONTEXT" -> "";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** The log of a package manager, all of it long past. */
    public static List<Said> packageLog() {
        return text("logs/dpkg.log")
                .lines()
                .map(line -> new Said(
                        "info",
                        Instant.parse(line.substring(0, DPKG_TIME).replace(' ', 'T') + "Z"),
                        line.substring(DPKG_TIME + 1)))
                .toList();
    }

    public static byte[] bytes(String name) {
        try (var in = RealInput.class.getResourceAsStream("/real/" + name)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }
}
