package dev.runlog.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Leaves out the escape sequences of terminals (ECMA-48): control sequences, strings such as OSC, and shorter escapes. A
 * sequence may come in pieces; one that a control character breaks off ends there, so that it hides nothing behind it.
 */
final class AnsiStrip extends FilterOutputStream {
    private static final int ESCAPE = 0x1B;
    private static final int BELL = 0x07;
    private static final String BEGIN_STRING = "]PX^_";

    private State state = State.TEXT;

    private enum State {
        TEXT,
        ESCAPED,
        INTERMEDIATE,
        CONTROL_SEQUENCE,
        STRING
    }

    AnsiStrip(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        var kept = new byte[length];
        int size = 0;
        for (int i = from; i < from + length; i++) {
            if (isText(bytes[i] & 0xFF)) {
                kept[size++] = bytes[i];
            }
        }
        out.write(kept, 0, size);
    }

    private boolean isText(int b) {
        if (b == ESCAPE) {
            state = State.ESCAPED; // ESC \ ends a string, and is a short escape itself
            return false;
        }
        return switch (state) {
            case TEXT -> true;
            case ESCAPED -> escaped(b);
            case INTERMEDIATE -> intermediate(b);
            case CONTROL_SEQUENCE -> inSequence(b);
            case STRING -> inString(b);
        };
    }

    private boolean escaped(int b) {
        if (b == '[') {
            state = State.CONTROL_SEQUENCE;
            return false;
        }
        if (BEGIN_STRING.indexOf(b) >= 0) {
            state = State.STRING;
            return false;
        }
        return intermediate(b);
    }

    private boolean intermediate(int b) {
        state = b >= ' ' && b <= '/' ? State.INTERMEDIATE : State.TEXT;
        return !isPrintable(b);
    }

    private boolean inSequence(int b) {
        state = b >= ' ' && b <= '?' ? State.CONTROL_SEQUENCE : State.TEXT;
        return !isPrintable(b);
    }

    private boolean inString(int b) {
        if (b >= ' ') {
            return false;
        }
        state = State.TEXT;
        return b != BELL;
    }

    private static boolean isPrintable(int b) {
        return b >= ' ' && b <= '~';
    }
}
