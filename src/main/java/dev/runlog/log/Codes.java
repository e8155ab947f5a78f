package dev.runlog.log;

import dev.runlog.page.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The response codes that are asked for, one ({@code 404}) or a hundred ({@code 4xx}). */
record Codes(int first, boolean hundred) {
    private static final Pattern ONE = Pattern.compile("[45]\\d\\d");
    private static final Pattern HUNDRED = Pattern.compile("[45][xX]{2}");

    /** Conditions on {@code log_entry e}, of which no entry meets two; none where all are asked for. */
    static List<String> of(Parameters parameters) {
        var codes = parameters.anyOf("responseCode", Codes::parse, "a code from 400 to 599, 4xx or 5xx").stream()
                .distinct()
                .toList();
        var hundreds = codes.stream().filter(Codes::hundred).toList();
        var others = codes.stream()
                .filter(code ->
                        !code.hundred && hundreds.stream().noneMatch(all -> all.first == code.first / 100 * 100));
        return Stream.concat(hundreds.stream(), others).map(Codes::sql).toList();
    }

    /** As the indexes of failed calls have it. */
    private String sql() {
        return hundred ? "e.response_code / 100 = " + first / 100 : "e.response_code = " + first;
    }

    private static Optional<Codes> parse(String text) {
        if (ONE.matcher(text).matches()) {
            return Optional.of(new Codes(Integer.parseInt(text), false));
        }
        return HUNDRED.matcher(text).matches()
                ? Optional.of(new Codes(100 * (text.charAt(0) - '0'), true))
                : Optional.empty();
    }
}
