package dev.runlog.page;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms in which a list may be had. */
public enum Format {
    JSON(Format.JSON_TYPE),
    NDJSON(Format.NDJSON_TYPE),
    TEXT(Format.TEXT_TYPE),
    CSV(Format.CSV_TYPE);

    public static final String JSON_TYPE = MediaType.APPLICATION_JSON;
    public static final String NDJSON_TYPE = "application/x-ndjson";
    public static final String TEXT_TYPE = "text/plain;charset=UTF-8";
    public static final String CSV_TYPE = "text/csv;charset=UTF-8";

    private static final Pattern NOT_AT_ALL = Pattern.compile("0(\\.0*)?");

    private final MediaType type;

    Format(String type) {
        this.type = MediaType.valueOf(type);
    }

    MediaType type() {
        return type;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> of(String label, List<Format> offered) {
        return offered.stream().filter(format -> format.label().equals(label)).findFirst();
    }

    /**
     * The offered form that the caller likes best; the earlier one where it does not care. Of several ranges the most
     * specific one speaks for a form (RFC 9110, 12.5.1).
     *
     * @param acceptable best first
     */
    static Optional<Format> accepted(List<MediaType> acceptable, List<Format> offered) {
        if (acceptable.isEmpty()) {
            return offered.stream().findFirst();
        }
        return acceptable.stream()
                .filter(range -> !NOT_AT_ALL
                        .matcher(range.getParameters().getOrDefault("q", "1"))
                        .matches())
                .flatMap(range -> offered.stream().filter(format -> format.isSpokenForBy(range, acceptable)))
                .findFirst();
    }

    private boolean isSpokenForBy(MediaType range, List<MediaType> acceptable) {
        return range.isCompatible(type)
                && acceptable.stream()
                        .filter(type::isCompatible)
                        .allMatch(other -> specificity(other) <= specificity(range));
    }

    private static int specificity(MediaType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        return range.isWildcardSubtype() ? 1 : 2;
    }

    static String labels(List<Format> formats) {
        return String.join(", ", formats.stream().map(Format::label).toList());
    }

    static String types(List<Format> formats) {
        return String.join(
                ", ",
                formats.stream()
                        .map(format -> format.type.getType() + "/" + format.type.getSubtype())
                        .toList());
    }
}
