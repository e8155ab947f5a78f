package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonToken;
import dev.runlog.platform.Rfc3339;
import dev.runlog.platform.Utf8;
import dev.runlog.problem.Problem.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One JSON object, read member by member. What is wrong becomes a fault and reading goes on to the object's end, so that
 * the next one can be read. Absent and wrong values are null.
 */
final class Members {
    private static final int MOST_IDENTIFIER = 128;
    /** Enough to see by what is wrong with one of many. */
    static final int FEW_FAULTS = 5;

    private static final int KNOWN = 8;
    private static final int MOST_POINTED_CHARACTERS = 128;

    private final StrictJson json;
    private final String pointer;
    private final int mostFaults;
    private final List<Fault> faults = new ArrayList<>();
    /** Those that are known here: a handful. */
    private final List<String> seen = new ArrayList<>(KNOWN);

    private String name;

    /**
     * @param json on the object's first token
     * @param mostFaults how many are kept
     */
    Members(StrictJson json, String pointer, int mostFaults) {
        this.json = json;
        this.pointer = pointer;
        this.mostFaults = mostFaults;
    }

    /** Whether there is an object to read; where it is something else, that is a fault and it is skipped. */
    boolean isObject() throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        add(pointer, "Must be an object.");
        json.skipChildren();
        return false;
    }

    /** The next member's name; null behind the last. */
    String next() throws IOException {
        if (json.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        name = json.currentName();
        seen.add(name);
        json.nextToken();
        return name;
    }

    StrictJson value() {
        return json;
    }

    boolean isNull() {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Adds a fault of the present member. */
    void fault(String detail) throws IOException {
        json.skipChildren();
        fault(name, detail);
    }

    /** Adds a fault of a member that was read before. */
    void fault(String member, String detail) {
        add(pointerTo(member), member + " " + detail + ".");
    }

    void unknown() throws IOException {
        ignore();
        add(pointerTo(name), "There is no member of this name here.");
    }

    /** Passes over the present member. */
    void ignore() throws IOException {
        json.skipChildren();
        seen.remove(name);
    }

    private void add(String at, String detail) {
        if (faults.size() < mostFaults) {
            faults.add(Fault.ofPointer(at, detail));
        }
    }

    /** Makes it a fault where a member of this name did not come. */
    void require(String... names) {
        for (var required : names) {
            if (!seen.contains(required)) {
                fault(required, "is missing");
            }
        }
    }

    /** What was wrong, up to a number that is enough to see it by. */
    List<Fault> faults() {
        return faults;
    }

    /** A string as the database can hold it. */
    String text() throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            fault("must be a string");
            return null;
        }
        return Utf8.storable(json.getText());
    }

    /** A string, or null. */
    String textOrNull() throws IOException {
        return isNull() ? null : text();
    }

    /** 1 to 128 characters; a number counts as its digits. */
    String identifier() throws IOException {
        var token = json.currentToken();
        if (token != JsonToken.VALUE_STRING && (token == null || !token.isNumeric())) {
            fault("must be a string");
            return null;
        }
        var text = Utf8.storable(json.getText());
        if (!isIdentifier(text)) {
            fault("must have 1 to " + MOST_IDENTIFIER + " characters");
            return null;
        }
        return text;
    }

    static boolean isIdentifier(String text) {
        return !text.isBlank() && text.codePointCount(0, text.length()) <= MOST_IDENTIFIER;
    }

    String identifierOrNull() throws IOException {
        return isNull() ? null : identifier();
    }

    /** A whole number written as such, not as a string or a fraction. */
    Long whole(long least, long most) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            var number = new BigDecimal(json.getText());
            if (number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return number.longValue();
            }
        }
        fault("must be a whole number from " + least + " to " + most);
        return null;
    }

    Long wholeOrNull(long least, long most) throws IOException {
        return isNull() ? null : whole(least, most);
    }

    /** RFC 3339, or a number that counts from 1970 in seconds, ms, µs or ns; null stays null. */
    Instant timeOrNull() throws IOException {
        var token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        Optional<Instant> time = Optional.empty();
        if (token == JsonToken.VALUE_STRING) {
            time = Rfc3339.parse(json.getText());
        } else if (token != null && token.isNumeric()) {
            time = EpochTime.read(new BigDecimal(json.getText()));
        }
        if (time.isEmpty()) {
            fault("must be an RFC 3339 time, or a number of seconds, ms, µs or ns since 1970");
            return null;
        }
        return time.get();
    }

    private String pointerTo(String member) {
        var shown = member.length() > MOST_POINTED_CHARACTERS ? member.substring(0, MOST_POINTED_CHARACTERS) : member;
        return pointer + "/" + Utf8.storable(shown).replace("~", "~0").replace("/", "~1");
    }
}
