package dev.runlog.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How an item of a list is laid out for eyes and for spreadsheets.
 *
 * @param line one readable line (more where the item itself has line breaks); null where there is no text form
 * @param columns the columns of the CSV; empty where there is no CSV form
 */
public record Layout<T>(Function<T, String> line, List<Column<T>> columns) {

    /** One column of a CSV. */
    public record Column<T>(String name, Function<T, Object> value) {}

    /** JSON and NDJSON only. */
    public static <T> Layout<T> plain() {
        return new Layout<>(null, List.of());
    }

    List<Format> formats() {
        var formats = new ArrayList<>(List.of(Format.JSON, Format.NDJSON));
        if (line != null) {
            formats.add(Format.TEXT);
        }
        if (!columns.isEmpty()) {
            formats.add(Format.CSV);
        }
        return formats;
    }

    /** The text on one line, its line breaks and other control characters shown as escapes: safe for a terminal. */
    public static String oneLine(String text) {
        if (text.chars().noneMatch(Layout::isControl)) {
            return text;
        }
        var line = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(isControl(c) ? "\\x%02x".formatted(c) : Character.toString(c));
            }
        });
        return line.toString();
    }

    private static boolean isControl(int c) {
        return c != '\t' && Character.isISOControl(c);
    }
}
