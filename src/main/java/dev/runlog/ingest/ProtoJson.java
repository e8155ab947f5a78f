package dev.runlog.ingest;

import com.fasterxml.jackson.core.JsonToken;
import dev.runlog.problem.Problem.Fault;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Refusal;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON as protobuf maps it (ProtoJSON), but for ids, which OTLP has as hex. What is of another type is refused with 400 and
 * a pointer to it. For one thread.
 */
final class ProtoJson {
    private static final Map<String, Integer> SEVERITIES = Arrays.stream(SeverityNumber.values())
            .filter(severity -> severity != SeverityNumber.UNRECOGNIZED)
            .collect(Collectors.toMap(SeverityNumber::name, SeverityNumber::getNumber));

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MOST_UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    private static final int MOST_NUMBER_CHARACTERS = 48;

    private final StrictJson json;

    /** @param json at the first token of what is to be read */
    ProtoJson(StrictJson json) {
        this.json = json;
    }

    /** See {@link StrictJson#mayNestDeeper}. */
    void mayNestDeeper(boolean may) {
        json.mayNestDeeper(may);
    }

    /** Passes over the present value. */
    void skip() throws IOException {
        json.skipChildren();
    }

    boolean isNull() {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    void begin() {
        require(json.currentToken() == JsonToken.START_OBJECT, "must be an object");
    }

    /** The name of the next member that is not null, at its value; null behind the last. */
    String next() throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                return name;
            }
        }
        return null;
    }

    void beginArray() {
        require(json.currentToken() == JsonToken.START_ARRAY, "must be an array");
    }

    boolean hasItem() throws IOException {
        return json.nextToken() != JsonToken.END_ARRAY;
    }

    String text() throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING, "must be a string");
        return json.getText();
    }

    boolean truth() {
        require(json.currentToken().isBoolean(), "must be true or false");
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** A number, or a string of one. */
    long whole() throws IOException {
        return whole(LEAST, MOST);
    }

    /** As {@link #whole}, of the numbers from 0 to 2⁶⁴ - 1. */
    long unsigned() throws IOException {
        return whole(BigInteger.ZERO, MOST_UNSIGNED);
    }

    private long whole(BigInteger least, BigInteger most) throws IOException {
        var expected = "must be a whole number of 64 bits, or a string of one";
        require(isNumberOrText(), expected);
        try {
            var written = new BigDecimal(json.getText());
            // Else a few characters become a number of a billion digits.
            require(Math.abs((long) written.scale()) <= MOST_NUMBER_CHARACTERS, expected);
            var number = written.toBigIntegerExact();
            require(number.compareTo(least) >= 0 && number.compareTo(most) <= 0, expected);
            return number.longValue();
        } catch (ArithmeticException | NumberFormatException isNone) {
            throw fault(expected);
        }
    }

    private boolean isNumberOrText() throws IOException {
        return (json.currentToken().isNumeric() || json.currentToken() == JsonToken.VALUE_STRING)
                && json.getTextLength() <= MOST_NUMBER_CHARACTERS;
    }

    double fraction() throws IOException {
        var expected = "must be a number, or a string of one, of NaN, Infinity or -Infinity";
        require(isNumberOrText(), expected);
        try {
            return Double.parseDouble(json.getText());
        } catch (NumberFormatException isNone) {
            throw fault(expected);
        }
    }

    /** Its number, or its name. */
    int severity() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            var named = SEVERITIES.get(json.getText());
            if (named != null) {
                return named;
            }
        }
        return (int) whole(BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE));
    }

    byte[] id() throws IOException {
        try {
            return HexFormat.of().parseHex(text());
        } catch (IllegalArgumentException isNone) {
            throw fault("must be hex digits, two a byte");
        }
    }

    /** In either alphabet of Base64, padded or not. */
    byte[] bytes() throws IOException {
        try {
            return Base64.getDecoder().decode(text().replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException isNone) {
            throw fault("must be Base64");
        }
    }

    void require(boolean isSo, String expected) {
        if (!isSo) {
            throw fault(expected);
        }
    }

    private Refusal fault(String detail) {
        var pointer = json.getParsingContext().pathAsPointer().toString();
        var member = pointer.substring(pointer.lastIndexOf('/') + 1);
        var isItem = !member.isEmpty() && Character.isDigit(member.charAt(0));
        var said = (member.isEmpty() ? "The body" : isItem ? "Item " + member : member) + " " + detail + ".";
        return new Refusal(
                ProblemCode.INVALID_BODY, said + " Nothing was stored.", List.of(Fault.ofPointer(pointer, said)));
    }
}
