package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.runlog.platform.Utf8;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;

/**
 * JSON (RFC 8259) as it may arrive: nested 32 deep, numbers of 40 digits and an exponent within ±308, a name once in an
 * object. A lone surrogate is read as U+FFFD. Read as a stream of tokens, never as a tree.
 */
final class StrictJson extends JsonParserDelegate {
    private static final int MOST_NESTING = 32;
    /** Of what is allowed to nest deeper, so that whoever reads it can pass over it. */
    private static final int DEEPEST = 10_000;

    private static final int MOST_DIGITS = 40;
    private static final int MOST_EXPONENT = 308;
    private static final int MOST_NUMBER_CHARACTERS = MOST_DIGITS + 8;
    private static final int MOST_STRING_CHARACTERS = 64 * 1024 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(MOST_NUMBER_CHARACTERS)
                    .maxStringLength(MOST_STRING_CHARACTERS)
                    .maxNameLength(MOST_STRING_CHARACTERS)
                    .build())
            .build();

    private static final int WIDEST_CODE_UNIT = 4;

    private final ArrayDeque<SeenNames> open = new ArrayDeque<>();
    private final ArrayDeque<SeenNames> closed = new ArrayDeque<>();

    private int confused;
    private int mostNesting = MOST_NESTING;

    private StrictJson(JsonParser parser) {
        super(parser);
    }

    /**
     * Reads a part of some bytes.
     *
     * @param utf8 known to be UTF-8
     */
    static StrictJson parser(byte[] utf8, int from, int length) throws IOException {
        // The factory would take NUL among the first bytes for the mark of another encoding.
        for (int i = from; i < from + Math.min(length, WIDEST_CODE_UNIT); i++) {
            if (utf8[i] == 0) {
                throw new JsonParseException(null, "NUL");
            }
        }
        var without = LoneSurrogates.replaced(utf8, from, length);
        return new StrictJson(
                without.isEmpty() ? FACTORY.createParser(utf8, from, length) : FACTORY.createParser(without.get()));
    }

    /** @throws CharacterCodingException where the body is not UTF-8 */
    static StrictJson parser(Body body) throws IOException {
        body.requireText();
        return parser(body.bytes(), 0, body.bytes().length);
    }

    @Override
    public JsonToken nextToken() throws IOException {
        var token = super.nextToken();
        if (token == null) {
            return null;
        }
        switch (token) {
            case START_OBJECT -> {
                checkNesting();
                open.push(names());
            }
            case START_ARRAY -> checkNesting();
            case END_OBJECT -> closed.push(open.pop());
            case FIELD_NAME -> checkName(currentName());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> checkNumber(getText());
            default -> {
                // Nothing of these is bounded here.
            }
        }
        return token;
    }

    /** From here on, whether it may nest deeper than elsewhere: where its reader has a bound of its own. */
    void mayNestDeeper(boolean may) {
        mostNesting = may ? DEEPEST : MOST_NESTING;
    }

    private void checkNesting() throws StreamConstraintsException {
        if (getParsingContext().getNestingDepth() > mostNesting) {
            throw new StreamConstraintsException("nesting");
        }
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        if (currentToken() == null || !currentToken().isStructStart()) {
            return this;
        }
        for (int open = 1; open > 0; ) {
            var token = nextToken();
            if (token == null) {
                return this;
            }
            open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return this;
    }

    /** Of an object that has ended, where there is one: a batch has thousands, one after the other. */
    private SeenNames names() {
        return closed.isEmpty() ? new SeenNames() : closed.pop().cleared();
    }

    private void checkName(String name) throws DuplicateName {
        var kept = Utf8.storable(name);
        if (open.element().add(kept)) {
            return;
        }
        if (!Utf8.hasStandIn(kept)) {
            throw new DuplicateName(this);
        }
        confused++;
    }

    /**
     * How many names so far another member had before, perhaps only since the same stands for different characters: no
     * fault of the whole body's.
     */
    int confused() {
        return confused;
    }

    private static final class DuplicateName extends JsonParseException {
        DuplicateName(JsonParser at) {
            super(at, "Duplicate name");
        }
    }

    private static void checkNumber(String number) throws StreamConstraintsException {
        int digits = 0;
        int i = 0;
        for (; i < number.length() && number.charAt(i) != 'e' && number.charAt(i) != 'E'; i++) {
            digits += Character.isDigit(number.charAt(i)) ? 1 : 0;
        }
        var exponent = i < number.length() ? number.substring(i + 1) : "0";
        if (digits > MOST_DIGITS || exponent.length() > 9 || Math.abs(Integer.parseInt(exponent)) > MOST_EXPONENT) {
            throw new StreamConstraintsException("number");
        }
    }

    /** The answer to a body that could not be read: says what is wrong, never with the body's own text. */
    static Refusal refused(IOException failure) {
        return new Refusal(ProblemCode.MALFORMED_BODY, "The body " + fault(failure) + " Nothing was stored.");
    }

    /** What is wrong, as the rest of a sentence. */
    static String fault(IOException failure) {
        if (failure instanceof CharacterCodingException) {
            return "is not valid UTF-8.";
        }
        if (failure instanceof StreamConstraintsException) {
            return "nests deeper than " + MOST_NESTING + ", or holds a number of over " + MOST_DIGITS
                    + " digits or an exponent beyond " + MOST_EXPONENT + ".";
        }
        if (failure instanceof JsonProcessingException broken) {
            var reason = broken instanceof DuplicateName ? "names a member twice" : "is not valid JSON";
            var at = broken.getLocation();
            return at == null || at.getLineNr() < 0
                    ? reason + "."
                    : reason + ", at line " + at.getLineNr() + ", column " + at.getColumnNr() + ".";
        }
        return "could not be read.";
    }
}
